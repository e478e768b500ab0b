import type { Policy } from '../document/compile.ts';

/** A fix without a ticket that may get one. */
export interface WantingTicket {
  fixId: string;
  /** Whose week it would count in. */
  teamId: string;
  priority: number;
  exploited: number;
  dueAt: Date | null;
  /** How many findings it removes. */
  findings: number;
  openedAt: Date;
  /** It never waits: `pacing.except` holds, or it continues a ticket that another team had. */
  exempt: boolean;
}

/**
 * Most useful first: what has lost half of its time by waiting, then the most urgent, the exploited, the soonest due,
 * what removes most, the oldest. No two fixes are equal in it.
 */
export function byUse(now: Date): (a: WantingTicket, b: WantingTicket) => number {
  return (a, b) =>
    Number(isNear(b, now)) - Number(isNear(a, now)) ||
    a.priority - b.priority ||
    Number(b.exploited > 0) - Number(a.exploited > 0) ||
    compare(a.dueAt?.getTime() ?? Infinity, b.dueAt?.getTime() ?? Infinity) ||
    b.findings - a.findings ||
    compare(a.openedAt.getTime(), b.openedAt.getTime()) ||
    compare(a.fixId, b.fixId);
}

const compare = <Value extends number | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** The deadline runs on while a fix waits: with half of its time gone it is the next to get its ticket. */
const isNear = ({ dueAt, openedAt }: WantingTicket, now: Date): boolean =>
  dueAt !== null && now.getTime() - openedAt.getTime() >= (dueAt.getTime() - openedAt.getTime()) / 2;

/**
 * Which fixes get their ticket now and which wait for a later week. Pure; the order in which they are handed in does
 * not matter. What is exempt never waits, but counts: a team's week is as full as it is.
 * @param made tickets that each team got this week already, by its id
 * @returns both in the order of their use
 */
export function pace<Fix extends WantingTicket>(
  wanting: readonly Fix[],
  made: ReadonlyMap<string, number>,
  { newTicketsPerTeamPerWeek: cap }: Pick<Policy['pacing'], 'newTicketsPerTeamPerWeek'>,
  now: Date,
): { make: Fix[]; wait: Fix[] } {
  const ordered = wanting.toSorted(byUse(now));
  if (cap === null) return { make: ordered, wait: [] };
  const taken = new Map(made);
  const take = ({ teamId }: Fix): void => void taken.set(teamId, (taken.get(teamId) ?? 0) + 1);
  for (const fix of ordered) if (fix.exempt) take(fix);
  const make: Fix[] = [];
  const wait: Fix[] = [];
  for (const fix of ordered) {
    if (fix.exempt) make.push(fix);
    else if ((taken.get(fix.teamId) ?? 0) < cap) {
      take(fix);
      make.push(fix);
    } else wait.push(fix);
  }
  return { make, wait };
}
