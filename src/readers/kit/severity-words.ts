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
  return WORDS.get(word) ?? WORDS.get(word.trim().toLowerCase().replaceAll('_', ' '));
}
