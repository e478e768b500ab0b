import { count } from '../words.ts';
import type { ScopeCounts } from './scope-counts.ts';

const number = (value: number): string => value.toLocaleString('en');

/**
 * "Commerce has 42 open P0 to P2 findings, 18 fewer than a quarter ago; 3 tickets are overdue, 27 of 30 deadlines were
 * met." Pure.
 */
export function unitSentence(
  name: string,
  teams: number,
  {
    open,
    openBefore,
    overdue,
    deadlines,
  }: Pick<ScopeCounts, 'open' | 'openBefore' | 'overdue' | 'deadlines'>,
): string {
  if (teams === 0) return `${name} has no teams yet.`;
  const change =
    open === 0 && openBefore === 0
      ? ''
      : open === openBefore
        ? ', as many as a quarter ago'
        : openBefore === 0
          ? ', none a quarter ago'
          : `, ${number(Math.abs(open - openBefore))} ${open < openBefore ? 'fewer' : 'more'} than a quarter ago`;
  const late = overdue === 0 ? 'nothing is overdue' : `${count(overdue, 'ticket is', 'tickets are')} overdue`;
  const kept =
    deadlines.of === 0
      ? ''
      : `, ${number(deadlines.met)} of ${count(deadlines.of, 'deadline')} of the last quarter ${deadlines.of === 1 ? 'was' : 'were'} met`;
  const has = open === 0 ? 'no open P0 to P2 findings' : count(open, 'open P0 to P2 finding');
  return `${name} has ${has}${change}; ${late}${kept}.`;
}
