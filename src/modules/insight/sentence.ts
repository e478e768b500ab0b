import type { FindingRow } from '../../contract/findings.ts';

const DAY_MS = 86_400_000;

/**
 * What a colleague would add to a finding's title: "lodash 4.17.11 in acme/shop, known to be exploited: P0, due
 * in 2 days. Payments core owns it."
 */
export function sentence(
  finding: FindingRow,
  extra: { exploited: boolean; component: string | null },
  now: Date,
): string {
  const { path, startLine, version, priority, state, owner } = finding;
  const place = extra.component
    ? `${extra.component}${version ? ` ${version}` : ''}`
    : path && `${path}${startLine ? `:${startLine}` : ''}`;
  const where = place ? `${place} in ${finding.target.key}` : finding.target.key;
  const open = state === 'open' || state === 'reopened';
  return [
    `${where}${extra.exploited ? ', known to be exploited' : ''}:`,
    `${priority}, ${open ? dueWords(finding.dueAt, now) : state}.`,
    finding.unowned ? `Nobody owns it yet; ${owner.name} takes care.` : `${owner.name} owns it.`,
  ].join(' ');
}

interface FixAtATime {
  state: 'open' | 'closed';
  openFindings: number;
  closedFindings: number;
  exploited: number;
  priority: string;
  dueAt: string | null;
  owner: string;
  unowned: boolean;
}

/**
 * What a fix buys: "It removes 12 findings, 3 of them known to be exploited: P0, due in 2 days. Payments core
 * owns it."
 */
export function fixSentence(fix: FixAtATime, now: Date): string {
  if (fix.state === 'closed')
    return `Done: it removed ${count(fix.closedFindings, 'finding')}, and nothing of it is open.`;
  return [
    `It removes ${count(fix.openFindings, 'finding')}${exploitedWords(fix)}:`,
    `${fix.priority}, ${dueWords(fix.dueAt, now)}.`,
    fix.unowned ? `Nobody owns it yet; ${fix.owner} takes care.` : `${fix.owner} owns it.`,
  ].join(' ');
}

function exploitedWords({ exploited, openFindings }: FixAtATime): string {
  if (exploited === 0) return '';
  return openFindings === 1 ? ', known to be exploited' : `, ${exploited} of them known to be exploited`;
}

const count = (value: number, word: string): string => `${value} ${word}${value === 1 ? '' : 's'}`;

function dueWords(dueAt: string | null, now: Date): string {
  if (!dueAt) return 'no date';
  const leftMs = Date.parse(dueAt) - now.getTime();
  const days = Math.floor(Math.abs(leftMs) / DAY_MS);
  if (leftMs < 0) return days === 0 ? 'overdue' : `${count(days, 'day')} overdue`;
  return days === 0 ? 'due within a day' : `due in ${count(days, 'day')}`;
}
