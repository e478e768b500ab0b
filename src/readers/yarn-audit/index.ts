import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { linksIn } from '../kit/links.ts';
import { vulnerabilitiesIn } from '../kit/vulnerability-id.ts';
import type { Reader } from '../reader.ts';

const NAMES = ['^data.advisory.cves[]', '^data.advisory.github_advisory_id'];

/** yarn 1: one line for each way by which a weak package came in. Later versions write npm's older form. */
export const reader: Reader = {
  card: {
    id: 'yarn-audit',
    name: 'yarn audit',
    homepage: 'https://classic.yarnpkg.com/en/docs/cli/audit',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'yarn audit --json > yarn-audit.json',
    versions: ['1'],
    goodAt: 'packages of npm, with every way they came in',
    misses: 'whether the weak function is reached',
    noise: 'the same weakness once for each way, which we tell as one',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['type', 'data'], any: [/"type":\s*"audit(?:Advisory|Summary|Action)"/] },
    { form: 'json-object', keys: ['type', 'data'], all: [/No lockfile found/] },
  ),
  mapping: jsonMapping({
    each: ['[]'],
    lines: true,
    within: ['data.advisory.findings[]'],
    instance: (told) => textOf('^data.resolution.path', told)?.replaceAll('>', ' > '),
    fields: {
      kind: 'dependency',
      rule: (told) =>
        NAMES.map((name) => textOf(name, told)).find(Boolean) ?? `npm:${textOf('^data.advisory.id', told)}`,
      title: '^data.advisory.title',
      message: '=Comes in by:',
      severity: { of: '^data.advisory.severity', unrated: 'medium' },
      score: '^data.advisory.cvss.score',
      vectors: '^data.advisory.cvss.vectorString',
      cwes: ['^data.advisory.cwe[]', '^data.advisory.cwe'],
      vulnerabilities: (told) => [
        ...NAMES.flatMap((name) => textsOf(name, told)),
        ...vulnerabilitiesIn(textOf('^data.advisory.url', told) ?? ''),
        ...textsOf('^data.advisory.id', told).map((id) => `npm:${id}`),
      ],
      path: '=yarn.lock',
      package: {
        type: '=npm',
        name: '^data.advisory.module_name',
        version: 'version',
        fixed: (told) =>
          /^>=\s*(\d[\w.+-]*)$/.exec(textOf('^data.advisory.patched_versions', told) ?? '')?.[1],
      },
      references: (told) => [
        ...textsOf('^data.advisory.url', told),
        ...linksIn(textOf('^data.advisory.references', told) ?? ''),
      ],
      remediation: '^data.advisory.recommendation',
      ruleText: {
        name: '^data.advisory.title',
        description: '^data.advisory.overview',
        url: '^data.advisory.url',
      },
    },
  }),
};
