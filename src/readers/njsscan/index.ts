import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { asList, asRecord } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** `up` leads from a place to its rule. */
const fields = (up: '' | '^'): Fields => ({
  kind: 'code',
  rule: `${up}#`,
  title: `${up}#`,
  message: `${up}metadata.description`,
  severity: { of: `${up}metadata.severity`, words: { ERROR: 'high', WARNING: 'medium', INFO: 'low' } },
  cwes: `${up}metadata.cwe`,
  path: 'file_path',
  line: 'match_lines[0]',
  endLine: 'match_lines[1]',
  column: 'match_position[0]',
  endColumn: 'match_position[1]',
  snippet: 'match_string',
  tags: `${up}metadata.owasp-web`,
  ruleText: { name: `${up}#`, description: `${up}metadata.description` },
});
const [AT_PLACE, ANYWHERE] = [fields('^'), fields('')];

const hasPlaces = (rule: unknown): boolean => asList(asRecord(rule)['files']).length > 0;

/** njsscan's JSON: rules with the places they matched; a rule without places misses something in the whole program. */
export const reader: Reader = {
  card: {
    id: 'njsscan',
    name: 'njsscan',
    homepage: 'https://github.com/ajinabraham/njsscan',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'njsscan --json -o njsscan.json .',
    versions: ['0.2', '0.4'],
    goodAt: 'dangerous calls and missing protection in Node.js programs',
    misses: 'TypeScript and the browser',
    noise: 'missing headers that a proxy may set',
  },
  recognise: bySigns({ form: 'json-object', keys: ['njsscan_version'] }),
  mapping: jsonMapping({
    each: ['nodejs{}', 'templates{}'],
    within: ({ value }) => (hasPlaces(value) ? PLACES : NONE),
    tool: { name: '=njsscan', version: 'njsscan_version' },
    fields: ({ up }) => (up?.up === null ? ANYWHERE : AT_PLACE),
  }),
};

const PLACES = ['files[]'];
const NONE: string[] = [];
