import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Meterian's JSON: for each language the dependencies, for each of them the advice on it. */
export const reader: Reader = {
  card: {
    id: 'meterian',
    name: 'Meterian',
    homepage: 'https://www.meterian.io',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'meterian --report-json=meterian.json',
    versions: ['2'],
    goodAt: 'dependencies of many languages, with versions that are safe',
    misses: 'the file that names the dependency, for most languages',
    noise: 'advice that is not about security stands in parts of its own',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['scores', 'reports'],
    all: [/"stability"\s*:/, /"licensing"\s*:/, /"security"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['reports.security.reports[]'],
    within: ['reports[]', 'advices[]'],
    fields: {
      kind: 'dependency',
      rule: (told) => textsOf('cve', told).find((cve) => cve !== 'N/A') ?? textOf('id', told),
      title: (told) =>
        `${textOf('library.name', told) ?? textOf('^dependency.name', told)}: ${textOf('description', told)}`,
      message: 'description',
      severity: { of: 'severity', words: { SUGGEST: 'info' }, unrated: 'medium' },
      score: 'cvss',
      cwes: ['cwes[]', 'cwe'],
      vulnerabilities: (told) => [
        ...textsOf('cve', told).filter((cve) => cve !== 'N/A'),
        ...textsOf('id', told).map((id) => `meterian:${id}`),
      ],
      path: '^dependency.locations[0]',
      package: {
        type: ['library.language', '^^language'],
        name: '^dependency.name',
        version: '^dependency.version',
        fixed: (told) =>
          ['latestPatch', 'latestMinor', 'latestMajor'].flatMap((name) =>
            textsOf(`^safeVersions.${name}`, told),
          ),
        direct: (told) => {
          const transitive = textOf('^transitive', told);
          return transitive === undefined ? undefined : transitive !== 'true';
        },
      },
      references: 'links[].url',
      tags: ['library.language', '^^language'],
    },
  }),
};
