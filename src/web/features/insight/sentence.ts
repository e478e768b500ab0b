import type { Me } from '../../../contract/access.ts';
import type { Overview } from '../../../contract/insight.ts';
import { t } from '../../texts/t.ts';

/** What a colleague would say first, of one's own teams if one has any, else of everybody. */
export function overviewSentence({ totals, teams }: Overview, me: Me): string {
  const mine = teams.filter((team) => me.teams.some(({ key }) => key === team.key));
  const sum = (pick: (team: Overview['teams'][number]) => number) =>
    mine.reduce((total, team) => total + pick(team), 0);
  const due = mine.length > 0 ? sum((team) => team.dueThisWeek) : totals.dueThisWeek;
  const overdue = mine.length > 0 ? sum((team) => team.overdue) : totals.overdue;
  const load = urgency(due, overdue);
  if (mine.length === 0) return t('{load}.', { load: capital(load) });
  return mine.length === 1
    ? t('{team} has {load}.', { team: mine[0]!.name, load })
    : t('Your teams have {load}.', { load });
}

function urgency(due: number, overdue: number): string {
  if (due === 0 && overdue === 0) return t('nothing due this week and nothing overdue');
  if (due === 0) return t('nothing more due this week, {overdue} overdue', { overdue });
  if (overdue === 0)
    return t('{due, plural, one {# thing} other {# things}} due this week, none overdue', { due });
  return t('{due, plural, one {# thing} other {# things}} due this week, {overdue} overdue', {
    due,
    overdue,
  });
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The size of it all, in one line. */
export const extentSentence = ({ totals }: Overview): string =>
  t(
    '{openFindings, plural, one {# open finding} other {# open findings}} in {repositories, plural, one {# repository} other {# repositories}}, told by {scans, plural, one {# scan} other {# scans}}.',
    { openFindings: totals.openFindings, repositories: totals.repositories, scans: totals.scans },
  );

/** How one team stands. */
export function teamSentence(team: {
  open: number;
  overdue: number;
  dueThisWeek: number;
  medianDaysToFix: number | null;
}): string {
  if (team.open === 0) return t('Nothing is open.');
  const pace =
    team.medianDaysToFix === null
      ? ''
      : t('Half of all fixes are verified within {days, plural, one {# day} other {# days}}.', {
          days: Math.max(1, Math.round(team.medianDaysToFix)),
        });
  const load = t('{open, plural, one {# open ticket} other {# open tickets}}, {load}.', {
    open: team.open,
    load: urgency(team.dueThisWeek, team.overdue),
  });
  return `${load} ${pace}`.trim();
}
