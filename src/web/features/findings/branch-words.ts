import type { Finding } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';

type Placed = Pick<
  Finding,
  'presence' | 'defaultBranch' | 'openedAt' | 'closedAt' | 'state' | 'absentSince' | 'kind'
>;

export interface BranchLine {
  branch: string;
  /** Ends before a day: "since", "fixed on". */
  words: string;
  at: string;
}

/**
 * Where a finding is, branch by branch: the default one first, then releases, then others; of each branch its
 * newest interval. Empty when there is nothing but the default branch.
 */
export function branchLines(finding: Placed): BranchLine[] {
  const { presence, defaultBranch } = finding;
  if (presence.length === 0) return [];
  const newest = new Map<string, Finding['presence'][number]>();
  for (const interval of presence) {
    const known = newest.get(interval.branch);
    if (!known || interval.since > known.since) newest.set(interval.branch, interval);
  }
  const others = [...newest.values()].sort(
    (a, b) => Number(b.release) - Number(a.release) || (a.branch < b.branch ? -1 : 1),
  );
  const first = defaultBranch?.present ? [defaultLine(finding, defaultBranch.branch)] : [];
  return [...first, ...others.map(lineOf)];
}

const defaultLine = ({ closedAt, openedAt }: Placed, branch: string): BranchLine =>
  closedAt ? { branch, words: t('fixed on'), at: closedAt } : { branch, words: 'since', at: openedAt };

function lineOf({ branch, release, present, since, until }: Finding['presence'][number]): BranchLine {
  if (!present)
    return until
      ? { branch, words: t('as the default branch again since'), at: until }
      : { branch, words: t('fixed there on'), at: since };
  if (until) return { branch, words: t('gone on'), at: until };
  return { branch, words: release ? t('a release, since') : 'since', at: since };
}

/** Why it counts although the newest scan did not tell it; null when it did. */
export function absenceWords({ absentSince, state, kind }: Placed): string | null {
  if (!absentSince || (state !== 'open' && state !== 'reopened')) return null;
  if (kind === 'secret') return t('No longer in the code, but not known to be revoked: it stays open.');
  if (kind === 'manual') return t('No longer told: it stays open until it is retested.');
  return t('Not seen by the last partial scan; a complete one decides.');
}
