import type { Exception, ExceptionKind } from '../../../contract/exceptions.ts';

export const KINDS: Record<ExceptionKind, { title: string; means: string }> = {
  'false-positive': { title: 'False positive', means: 'The tool is wrong: there is no weakness here.' },
  'accepted-risk': { title: 'Accept the risk', means: 'It is real, and the team bears it for a time.' },
  mitigated: { title: 'Mitigated', means: 'It is there, and something keeps it from being used.' },
  duplicate: { title: 'Duplicate', means: 'Another finding tells the same, and that one stays.' },
};

/** OpenVEX's five reasons, as a colleague would say them. */
export const JUSTIFICATION_WORDS: Record<string, string> = {
  component_not_present: 'The component is not in what we ship',
  vulnerable_code_not_present: 'The vulnerable code is not in it',
  vulnerable_code_not_in_execute_path: 'The vulnerable code is never run',
  vulnerable_code_cannot_be_controlled_by_adversary: 'An attacker cannot reach or steer it',
  inline_mitigations_already_exist: 'Something in place already stops it',
};

/** Why it cannot be used; nothing where the reason begins with just that, as those of documents do. */
export function justificationWords({
  justification,
  reason,
}: Pick<Exception, 'justification' | 'reason'>): string | null {
  if (justification === null) return null;
  const words = JUSTIFICATION_WORDS[justification] ?? justification;
  return reason.startsWith(words) ? null : words;
}

/** Who asked, or which document stated it and who brought that. */
export const askedWords = ({ source, askedBy }: Pick<Exception, 'source' | 'askedBy'>): string =>
  source === 'person'
    ? `Asked by ${askedBy}`
    : `Stated by the document ${source.replace(/^vex:/, '')}, brought by ${askedBy}`;

const KIND_OF: Record<ExceptionKind, string> = {
  'false-positive': 'a false positive',
  'accepted-risk': 'an accepted risk',
  mitigated: 'mitigated',
  duplicate: 'a duplicate',
};

/** Where it stands, in a few words. */
export function stateWords({
  state,
  kind,
  awaits,
  words,
}: Pick<Exception, 'state' | 'kind' | 'awaits' | 'words'>): string {
  switch (state) {
    case 'asked': {
      const said = words.some(({ word }) => word === 'granted' || word === 'countersigned');
      return said ? `Waits for ${orList(awaits)} to agree as well` : `Asked for as ${KIND_OF[kind]}`;
    }
    case 'granted':
      return `Granted as ${KIND_OF[kind]}`;
    case 'refused':
      return 'Refused';
    case 'withdrawn':
      return 'Taken back';
    case 'revoked':
      return words.some(({ word }) => word === 'extended') ? 'Extended' : 'Ended early';
    case 'expired':
      return 'Its time is over';
  }
}

/** "covers 14 findings", "would cover 14 findings of 3 teams". */
export function extentWords({
  state,
  findings,
  teams,
  covered,
  scope,
}: Pick<Exception, 'state' | 'findings' | 'teams' | 'covered' | 'scope'>): string {
  const later = scope === 'finding' ? '' : ', and what is found later';
  if (state === 'granted') return `Covers ${plural(covered, 'finding')}${later}`;
  const of = teams > 1 ? ` of ${teams} teams` : '';
  return `${state === 'asked' ? 'Would cover' : 'Was for'} ${plural(findings, 'finding')}${of}${state === 'asked' ? later : ''}`;
}

const WORDS: Record<string, string> = {
  granted: 'said yes',
  countersigned: 'agreed',
  refused: 'said no',
  withdrawn: 'took it back',
  revoked: 'ended it',
  extended: 'extended it',
  reminded: 'reminded of its end',
  expired: 'ended it',
};

export const saidWords = (word: string): string => WORDS[word] ?? word;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const orList = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'nobody') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** The folders that hold a path, nearest first, and the whole repository: `src/old/a.ts` -> file, `src/old`, `src`, ''. */
export function foldersOf(path: string | null): string[] {
  if (path === null) return [''];
  const parts = path.split('/');
  return [...parts.map((_, at) => parts.slice(0, parts.length - at).join('/')), ''];
}

/** The last day that may be named, and one to begin with: half of it, at most a quarter of a year. */
export function daysToName(
  maxDays: number | null,
  now: Date,
): { first: string; last: string | undefined; proposed: string } {
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return {
    first: day(1),
    last: maxDays === null ? undefined : day(maxDays),
    proposed: day(Math.min(90, Math.ceil((maxDays ?? 180) / 2))),
  };
}
