import type { Severity } from '../../kernel/severity.ts';

/** Words the tools use for how bad something is; what a format means differently it says itself. */
const WORDS = new Map<string, Severity>([
  ['critical', 'critical'],
  ['very high', 'critical'],
  ['blocker', 'critical'],
  ['fatal', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['serious', 'high'],
  ['severe', 'high'],
  ['error', 'high'],
  ['major', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['warning', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['info', 'info'],
  ['informational', 'info'],
  ['information', 'info'],
  ['note', 'info'],
  ['none', 'info'],
  ['negligible', 'info'],
  ['unknown', 'info'],
  ['unassigned', 'info'],
]);

/** Our severity for a tool's word, or undefined for a word nobody knows. */
export function severityOfWord(word: string | undefined): Severity | undefined {
  if (word === undefined) return undefined;
  const known = WORDS.get(word);
  if (known !== undefined) return known;
  const trimmed = word.trim();
  const found = WORDS.get(trimmed.toLowerCase().replaceAll('_', ' '));
  // A tool writes its words one way, a million times: the next time this one is found as it is.
  if (found !== undefined && trimmed === word) WORDS.set(word, found);
  return found;
}
