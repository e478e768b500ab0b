import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, textOf } from '../kit/declare/values.ts';
import { gitlabState } from '../kit/gitlab-state.ts';
import { asRecord, text } from '../kit/values.ts';
import { addressOf } from '../kit/web-address.ts';
import type { Reader } from '../reader.ts';

const COMMON = {
  rule: ruleOf,
  title: ['name', 'message', 'identifiers[0].name'],
  severity: 'severity',
  cwes: cwesOf,
  firstFoundAt: 'discovered_at',
  references: 'links[].url',
  remediation: 'solution',
  fingerprints: { gitlab: 'id' },
  told: gitlabState,
} satisfies Partial<Fields>;

const WEB: Fields = {
  ...COMMON,
  kind: 'web',
  message: ['evidence.summary', 'details.summary.value'],
  web: {
    method: 'location.method',
    url: (told) =>
      addressOf(textOf(['location.hostname', 'location.host'], told), textOf('location.path', told)),
    parameter: 'location.param',
    evidence: 'evidence.summary',
  },
  ruleText: { name: 'identifiers[0].name', description: 'description', url: 'identifiers[0].url' },
};

/** Coverage-guided fuzzing: a crash, known by the function it happened in. */
const CRASH: Fields = {
  ...COMMON,
  kind: 'code',
  message: paragraphs('location.crash_type', 'location.crash_state', stack),
  path: 'location.file',
  symbol: (told) => textOf('location.crash_state', told)?.split('\n', 1)[0],
  ruleText: { name: 'identifiers[0].name', description: 'description', url: 'identifiers[0].url' },
};

const VULNERABILITIES = { form: 'json-object', keys: ['vulnerabilities'] } as const;

/** GitLab's reports of DAST, API fuzzing and coverage fuzzing. */
export const reader: Reader = {
  card: {
    id: 'gitlab-dast',
    name: 'GitLab DAST and fuzzing',
    homepage: 'https://docs.gitlab.com/user/application_security/dast/',
    aliases: ['gitlab-api-fuzzing', 'gitlab-coverage-fuzzing', 'gl-dast-report'],
    kinds: ['web', 'code'],
    phase: 'test',
    produce: 'take the artifact gl-dast-report.json (or gl-api-security-report.json) of the job',
    versions: ['3', '14', '15'],
    goodAt: 'running applications and their APIs, in the pipeline',
    misses: 'pages and calls that its crawl or API description does not reach',
    noise: 'headers, told again for every page',
  },
  recognise: bySigns(
    { ...VULNERABILITIES, all: [/"(?:type|category)"\s*:\s*"(?:dast|api_fuzzing|coverage_fuzzing)"/] },
    {
      ...VULNERABILITIES,
      all: [/"identifiers"\s*:/, /"location"\s*:\s*\{[^{}]*"hostname"\s*:/, /"method"\s*:/],
      none: [/"scan"\s*:/, /"category"\s*:/],
    },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]'],
    tool: { name: ['scan.analyzer.name', 'scan.scanner.name'], version: 'scan.scanner.version' },
    fields: ({ value }) => (asRecord(asRecord(value)['location'])['crash_type'] === undefined ? WEB : CRASH),
  }),
};

/** The scanner's own number of the rule; where the first identifier is a CWE, what it calls it. */
function ruleOf(told: Told): string | undefined {
  const ofCwe = textOf('identifiers[0].type', told)?.toLowerCase() === 'cwe';
  return textOf(ofCwe ? ['identifiers[0].name', 'name'] : ['identifiers[0].value', 'name', 'message'], told);
}

function cwesOf(told: Told): (string | undefined)[] {
  return all('identifiers[]', told)
    .map(asRecord)
    .flatMap((one) => (text(one['type'])?.toLowerCase() === 'cwe' ? [text(one['value'])] : []));
}

function stack(told: Told): { markdown: string } | undefined {
  const text = textOf('location.stacktrace_snippet', told);
  return text === undefined ? undefined : { markdown: `\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\`` };
}
