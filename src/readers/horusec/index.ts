import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { numberedLine } from '../kit/numbered-line.ts';
import { headline, own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** What somebody decided, in Horusec's words; anything else is open. */
const STATES: Record<string, ToldState> = {
  'Risk Accepted': { state: 'accepted' },
  'False Positive': { state: 'false-positive' },
  Corrected: { state: 'fixed' },
};

const CODE: Fields = {
  kind: 'code',
  rule: (told) => textOf('vulnerabilities.rule_id', told) ?? headline(details(told)),
  title: details,
  message: details,
  severity: 'vulnerabilities.severity',
  cwes: details,
  path: 'vulnerabilities.file',
  line: 'vulnerabilities.line',
  column: 'vulnerabilities.column',
  snippet: numberedLine('vulnerabilities.code', 'vulnerabilities.line'),
  tags: ['vulnerabilities.securityTool'],
  fingerprints: { horusec: 'vulnerabilities.vulnHash' },
  told: (told) => own(STATES, textOf('vulnerabilities.type', told) ?? ''),
  ruleText: { name: details, description: details },
};
const LEAK: Fields = { ...CODE, kind: 'secret', secret: {} };

/** Horusec's JSON. */
export const reader: Reader = {
  card: {
    id: 'horusec',
    name: 'Horusec',
    homepage: 'https://docs.horusec.io',
    aliases: [],
    kinds: ['code', 'secret'],
    phase: 'build',
    produce: 'horusec start -p . -o json -O horusec.json',
    versions: ['2.6'],
    goodAt: 'running many analysers over a repository of many languages at once',
    misses: 'rule ids in older versions: the sentence stands in for them',
    noise: 'the same line told by two of its analysers',
  },
  recognise: bySigns({ form: 'json-object', keys: ['analysisVulnerabilities'] }),
  mapping: jsonMapping({
    each: ['analysisVulnerabilities[]'],
    tool: { name: '=Horusec', version: 'version' },
    fields: (told) => (textOf('vulnerabilities.language', told) === 'Leaks' ? LEAK : CODE),
  }),
};

/** Without the count of results that stand behind the line: `(1/2) * Possible vulnerability detected: …`. */
function details(told: Told): string {
  const text = textOf('vulnerabilities.details', told) ?? '';
  return text.replace(/^\(\d+\/\d+\) \* Possible vulnerability detected: /, '');
}
