import { asRecord, str } from './values.ts';

/** Names under which lists of tags keep theirs: AWS (`Key`), others (`key`, `name`). */
const NAMES = ['Key', 'key', 'name'];
const VALUES = ['Value', 'value'];

/**
 * Tags and labels as reports write them: an object of texts (or the JSON of one), a list of `{Key, Value}`, or
 * texts such as `team=payments` (several in one, set apart by `|`). Undefined where there is none.
 */
export function labelsOf(told: unknown): Record<string, string> | undefined {
  const pairs = pairsOf(told).filter(([name]) => !name.endsWith(HASH));
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

/** Clusters label objects with hashes of themselves: other ones after every deployment, and nobody's name. */
const HASH = '-hash';

function pairsOf(told: unknown): [string, string][] {
  if (typeof told === 'string')
    return told.startsWith('{') ? pairsOf(parsed(told)) : told.split('|').flatMap(pairIn);
  if (Array.isArray(told)) return told.flatMap(pairsOf);
  const record = asRecord(told);
  const name = NAMES.map((one) => str(record[one])).find(Boolean);
  const value = VALUES.map((one) => record[one]).find((one) => one !== undefined);
  if (name !== undefined && typeof value === 'string') return [[name, value]];
  return Object.entries(record).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `team=payments`, `team:payments`. */
function pairIn(text: string): [string, string][] {
  const at = text.search(/[=:]/);
  return at > 0 ? [[text.slice(0, at).trim(), text.slice(at + 1).trim()]] : [];
}
