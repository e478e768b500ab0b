import type { Load } from './next-things.ts';

/** "1 thing", "3 things". */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en')} ${value === 1 ? one : many}`;

/** `3 Nov`, with the year where it is not this one; in UTC. */
const dayOf = (at: Date, now: Date): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(at.getUTCFullYear() !== now.getUTCFullYear() && { year: 'numeric' }),
  }).format(at);

/** "Checkout has 3 things due this week, 1 overdue." Pure. */
export function loadSentence(names: readonly string[], load: Load): string {
  const who = names.length === 1 ? `${names[0]} has` : 'Your teams have';
  const { dueThisWeek: due, overdue, open } = load;
  if (open === 0) return `${who} nothing open.`;
  if (due === 0 && overdue === 0) return `${who} nothing due this week and nothing overdue.`;
  if (due === 0) return `${who} nothing more due this week, ${overdue.toLocaleString('en')} overdue.`;
  const late = overdue === 0 ? 'none overdue' : `${overdue.toLocaleString('en')} overdue`;
  return `${who} ${count(due, 'thing')} due this week, ${late}.`;
}

/** What waits between teams and security. Pure. */
export function waitingSentence(teams: readonly { waitForTeam: number; waitForSecurity: number }[]): string {
  const ofTeams = teams.reduce((sum, { waitForTeam }) => sum + waitForTeam, 0);
  const ofSecurity = teams.reduce((sum, { waitForSecurity }) => sum + waitForSecurity, 0);
  const whom = teams.length === 1 ? 'the team' : 'your teams';
  if (ofTeams + ofSecurity === 0) return `Nothing waits between ${whom} and security.`;
  const parts = [
    ...(ofTeams > 0 ? [`${count(ofTeams, 'ask waits', 'asks wait')} for ${whom}`] : []),
    ...(ofSecurity > 0 ? [`${count(ofSecurity, 'ask waits', 'asks wait')} for security`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** "Since 3 Nov: 4 closed, 2 new, 1 waits for security." Pure. */
export function meetingSentence(
  told: { since: Date; closed: number; opened: number; waitForSecurity: number },
  now: Date,
): string {
  const { since, closed, opened, waitForSecurity } = told;
  const waits = waitForSecurity === 0 ? 'nothing waits for security' : waitWords(waitForSecurity, 'security');
  return `Since ${dayOf(since, now)}: ${closed.toLocaleString('en')} closed, ${opened.toLocaleString('en')} new, ${waits}.`;
}

const waitWords = (value: number, whom: string): string =>
  `${value.toLocaleString('en')} ${value === 1 ? 'waits' : 'wait'} for ${whom}`;
