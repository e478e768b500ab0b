import type { Exception, ExceptionKind } from '../../../contract/exceptions.ts';
import { t } from '../../texts/t.ts';

export const KINDS: Record<ExceptionKind, { title: string; means: string }> = {
  'false-positive': { title: t('False positive'), means: t('The tool is wrong: there is no weakness here.') },
  'accepted-risk': { title: t('Accept the risk'), means: t('It is real, and the team bears it for a time.') },
  mitigated: { title: t('Mitigated'), means: t('It is there, and something keeps it from being used.') },
  duplicate: { title: t('Duplicate'), means: t('Another finding tells the same, and that one stays.') },
};

/** OpenVEX's five reasons, as a colleague would say them. */
export const JUSTIFICATION_WORDS: Record<string, string> = {
  component_not_present: t('The component is not in what we ship'),
  vulnerable_code_not_present: t('The vulnerable code is not in it'),
  vulnerable_code_not_in_execute_path: t('The vulnerable code is never run'),
  vulnerable_code_cannot_be_controlled_by_adversary: t('An attacker cannot reach or steer it'),
  inline_mitigations_already_exist: t('Something in place already stops it'),
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
    ? t('Asked by {askedBy}', { askedBy })
    : t('Stated by the document {replace}, brought by {askedBy}', {
        replace: source.replace(/^vex:/, ''),
        askedBy,
      });

const KIND_OF: Record<ExceptionKind, string> = {
  'false-positive': t('a false positive'),
  'accepted-risk': t('an accepted risk'),
  mitigated: 'mitigated',
  duplicate: t('a duplicate'),
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
      return said
        ? t('Waits for {awaits} to agree as well', { awaits: orList(awaits) })
        : t('Asked for as {kind}', { kind: KIND_OF[kind] });
    }
    case 'granted':
      return t('Granted as {kind}', { kind: KIND_OF[kind] });
    case 'refused':
      return t('Refused');
    case 'withdrawn':
      return t('Taken back');
    case 'revoked':
      return words.some(({ word }) => word === 'extended') ? t('Extended') : t('Ended early');
    case 'expired':
      return t('Its time is over');
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
  const later = scope === 'finding' ? '' : t(', and what is found later');
  if (state === 'granted')
    return t('Covers {covered, plural, one {# finding} other {# findings}}{later}', { covered, later });
  const extent =
    teams > 1
      ? t('{findings, plural, one {# finding} other {# findings}} of {teams} teams', { findings, teams })
      : t('{findings, plural, one {# finding} other {# findings}}', { findings });
  return state === 'asked'
    ? t('Would cover {extent}{later}', { extent, later })
    : t('Was for {extent}', { extent });
}

const WORDS: Record<string, string> = {
  granted: t('said yes'),
  countersigned: t('agreed'),
  refused: t('said no'),
  withdrawn: t('took it back'),
  revoked: t('ended it'),
  extended: t('extended it'),
  reminded: t('reminded of its end'),
  expired: t('ended it'),
};

export const saidWords = (word: string): string => WORDS[word] ?? word;

const orList = (words: readonly string[]): string =>
  words.length < 2
    ? (words[0] ?? 'nobody')
    : t('{join} or {at}', { join: words.slice(0, -1).join(', '), at: words.at(-1) });

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
