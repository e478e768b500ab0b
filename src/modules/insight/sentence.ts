import type { FindingRow } from '../../contract/findings.ts';

const DAY_MS = 86_400_000;

/**
 * The sentence a colleague would say: "lodash 4.17.11 in acme/shop: prototype pollution, exploited; P0, due in
 * 2 days; owner Payments core".
 */
export function sentence(
  finding: FindingRow,
  extra: { exploited: boolean; component: string | null },
  now: Date,
): string {
  const what = extra.component
    ? `${extra.component}${finding.version ? ` ${finding.version}` : ''} in ${finding.target.key}: ${finding.title}`
    : `${finding.title} in ${finding.target.key}${finding.path ? ` (${finding.path})` : ''}`;
  const state =
    finding.state === 'open' || finding.state === 'reopened' ? dueWords(finding.dueAt, now) : finding.state;
  const exploited = extra.exploited ? ', exploited' : '';
  const owner = finding.unowned
    ? `nobody owns it; ${finding.owner.name} takes care`
    : `owner ${finding.owner.name}`;
  return `${what}${exploited}; ${finding.priority}, ${state}; ${owner}`;
}

function dueWords(dueAt: string | null, now: Date): string {
  if (!dueAt) return 'no date';
  const days = Math.floor((Date.parse(dueAt) - now.getTime()) / DAY_MS);
  if (days < -1) return `overdue by ${-days} days`;
  if (days < 0) return 'overdue';
  if (days === 0) return 'due today';
  return days === 1 ? 'due tomorrow' : `due in ${days} days`;
}
