import type { Role } from '../../../contract/access.ts';
import { CLOSING_ROLES, type CLOSINGS, type Finding, type FindingRow } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';

type ClosableKind = keyof typeof CLOSINGS;

export const CLOSING_WORDS: Record<ClosableKind, { why: string; ask: string; hint: string; who: string }> = {
  secret: {
    why: t('Deleting the line does not help: it is over when the credential is revoked or rotated.'),
    ask: t('It is revoked or rotated'),
    hint: t('What was done, and how it was tried that the old one no longer works. Never the secret itself.'),
    who: t('A champion, a partner, a manager or security can close it.'),
  },
  manual: {
    why: t('It is over when a retest no longer finds it, or when whoever found it signs it off.'),
    ask: t('It is retested or signed off'),
    hint: t('What was tried, by whom, and what came of it.'),
    who: '',
  },
};

/** What the page offers: how it was closed by hand, or null where it may be now; no closing at all for what scans close. */
export function closingOf({ kind, state, closedHow }: Pick<Finding, 'kind' | 'state' | 'closedHow'>) {
  if (kind !== 'secret' && kind !== 'manual') return null;
  if (closedHow) return { kind, closedHow };
  return state === 'open' || state === 'reopened' ? { kind, closedHow: null } : null;
}

/** Correlated findings that the same statement closes: open ones of the same kind. */
export function closedWith({ kind, correlation }: Pick<Finding, 'kind' | 'correlation'>): FindingRow[] {
  const offered = new Set(correlation.offerAlsoFor);
  return correlation.members
    .map(({ finding }) => finding)
    .filter((row) => offered.has(row.id) && row.kind === kind && row.state !== 'excepted');
}

/** Everybody is offered it for what was found by hand: the server knows who found it. */
export const mayClose = (kind: ClosableKind, roles: readonly Role[]): boolean =>
  kind === 'manual' ||
  roles.some((role) => role === 'admin' || CLOSING_ROLES.some((known) => known === role));
