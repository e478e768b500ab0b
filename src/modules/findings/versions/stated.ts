import { VERSION_LENGTH } from './order.ts';

/** Longer entries are sentences. */
const ENTRY_LENGTH = 1000;
/** What a report says beyond this of one finding is not looked at. */
const MOST_STATED = 100;

/**
 * The versions that a report states as fixing, each by itself. Reports write lists (`1.2.3, 2.0.1`), ranges
 * and words (`not fixed`) into one field: lists are split; the lower bound of a range is taken where it is
 * itself inside (`>=1.2.3`, `~> 1.2`, `[1.2.3,)`), because that version exists and is fixed; bounds that are
 * not (`>1.2.3`, `<2`) and words name no version.
 */
export function statedVersions(entries: readonly string[]): string[] {
  const found = new Set<string>();
  for (const entry of entries.slice(0, MOST_STATED)) {
    if (entry.length > ENTRY_LENGTH) continue;
    for (const part of entry.split(/[,;]|\|\|| or | and /)) {
      const version = versionOf(part.trim());
      if (version && version.length <= VERSION_LENGTH) found.add(version);
    }
  }
  return [...found].slice(0, MOST_STATED);
}

function versionOf(part: string): string | null {
  const [first = '', ...rest] = part.replace(/^(>=|==?|=>|\^|~>|~) +/, '$1').split(/\s+/);
  // `>=1.2.3 <2` goes on with another bound; anything else that goes on is a sentence.
  if (rest.some((word) => !/^[<>=!]/.test(word) && !/^\d/.test(word))) return null;
  if (rest.length > 0 && !/^[<>=!]/.test(rest[0]!)) return null;
  const version = first.replace(/^(>=|==?|=>|\^|~>|~|\[)/, '').replace(/(?<=^[^[\]()]*)\]$/, '');
  const inside = first.startsWith('[') || !/[\])]$/.test(first);
  return inside && /^[\w][\w.+~^:!-]*$/.test(version) && /\d/.test(version) ? version : null;
}
