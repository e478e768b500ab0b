import type { Me } from '../../../contract/access.ts';
import type { Overview } from '../../../contract/insight.ts';
import { count } from '../../ui/format.ts';

/** What a colleague would say first, of one's own teams if one has any, else of everybody. */
export function overviewSentence({ totals, teams }: Overview, me: Me): string {
  const mine = teams.filter((team) => me.teams.some(({ key }) => key === team.key));
  const who = mine.length === 0 ? '' : mine.length === 1 ? `${mine[0]!.name} has ` : 'Your teams have ';
  const sum = (pick: (team: Overview['teams'][number]) => number) =>
    mine.reduce((total, team) => total + pick(team), 0);
  const due = mine.length > 0 ? sum((team) => team.dueThisWeek) : totals.dueThisWeek;
  const overdue = mine.length > 0 ? sum((team) => team.overdue) : totals.overdue;
  return capital(`${who}${urgency(due, overdue)}.`);
}

function urgency(due: number, overdue: number): string {
  if (due === 0 && overdue === 0) return 'nothing due this week and nothing overdue';
  if (due === 0) return `nothing more due this week, ${overdue} overdue`;
  if (overdue === 0) return `${count(due, 'thing')} due this week, none overdue`;
  return `${count(due, 'thing')} due this week, ${overdue} overdue`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The size of it all, in one line. */
export const extentSentence = ({ totals }: Overview): string =>
  `${count(totals.openFindings, 'open finding')} in ${count(totals.repositories, 'repository', 'repositories')}, told by ${count(totals.scans, 'scan')}.`;

/** How one team stands. */
export function teamSentence(team: {
  open: number;
  overdue: number;
  dueThisWeek: number;
  medianDaysToFix: number | null;
}): string {
  if (team.open === 0) return 'Nothing is open.';
  const pace =
    team.medianDaysToFix === null
      ? ''
      : ` Half of all fixes are verified within ${count(Math.max(1, Math.round(team.medianDaysToFix)), 'day')}.`;
  return `${count(team.open, 'open ticket')}, ${urgency(team.dueThisWeek, team.overdue)}.${pace}`;
}
