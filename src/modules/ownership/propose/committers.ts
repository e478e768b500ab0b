import { type Claim, type Evidence, percent, plain } from './evidence.ts';
import type { KnownPeople } from './known-people.ts';

/** The author of one commit. */
export interface Commit {
  name: string;
  email: string;
  at: Date;
}

export interface History {
  commits: readonly Commit[];
  /** The clone has only its youngest commits: the oldest of them seems to have written everything. */
  shallow: boolean;
}

export const HISTORY_DAYS = 180;
/** What somebody did two months ago counts half of what was done today. */
const HALF_LIFE_DAYS = 60;
/** People change teams, and others' code is mended: less than what is written in a file. */
const MOST = 0.75;
/** Fewer days of work than this tell little. */
const ENOUGH_DAYS = 10;
const LEAST_SHARE = 0.05;
const DAY = 24 * 60 * 60 * 1000;

interface Worker {
  name: string;
  teams: readonly string[];
  /** Days on which they committed, each weighed by its age. */
  days: Map<number, number>;
  weight: number;
}

/**
 * Whose people wrote it of late. A day of a person counts once, however many commits it has.
 * @param people null: there is no list of teams, and nobody's team is known
 */
export function committerEvidence(history: History, people: KnownPeople | null, now: Date): Evidence {
  const { workers, bots, later } = workersOf(history.commits, people, now);
  const total = sum(workers.map(({ weight }) => weight));
  const remarks = bots > 0 ? [`commits of programs were left out: ${bots}`] : [];
  if (later > 0) remarks.push(`commits dated in the future were left out: ${later}`);
  if (total === 0)
    return { claims: [], remarks: [...remarks, `nobody committed in the last ${HISTORY_DAYS} days`] };
  if (history.shallow) remarks.push('this clone has a part of the history only, so committers count half');
  const strangers = workers.filter(({ teams }) => teams.length === 0);
  if (strangers.length > 0) remarks.push(remarkOn(strangers, total, people !== null));
  return { claims: claimsOf(workers, total, history.shallow), remarks };
}

function workersOf(commits: readonly Commit[], people: KnownPeople | null, now: Date) {
  const byEmail = new Map<string, Worker>();
  let bots = 0;
  let later = 0;
  for (const { name, email, at } of commits) {
    const age = (now.getTime() - at.getTime()) / DAY;
    if (age > HISTORY_DAYS) continue;
    const known = people?.find(email, name) ?? null;
    if (age < -1) later++;
    else if (!known && isBot(name, email)) bots++;
    else {
      const id = known?.email ?? email.toLowerCase();
      const worker = byEmail.get(id) ?? { name, teams: known?.teams ?? [], days: new Map(), weight: 0 };
      const day = Math.floor(at.getTime() / DAY);
      worker.days.set(day, 2 ** (-Math.max(0, age) / HALF_LIFE_DAYS));
      byEmail.set(id, worker);
    }
  }
  const workers = [...byEmail.values()].map((worker) => ({
    ...worker,
    weight: sum([...worker.days.values()]),
  }));
  return { workers: workers.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1)), bots, later };
}

function claimsOf(workers: readonly Worker[], total: number, shallow: boolean): Claim[] {
  const teams = new Set(workers.flatMap((worker) => worker.teams));
  return [...teams].sort().flatMap((team): Claim[] => {
    const members = workers.filter((worker) => worker.teams.includes(team));
    // Who is in two teams worked for either.
    const share = sum(members.map(({ weight, teams: own }) => weight / own.length)) / total;
    if (share < LEAST_SHARE) return [];
    const days = sum(members.map((member) => member.days.size));
    const few = Math.min(1, days / ENOUGH_DAYS) * (members.length > 1 ? 1 : 0.8);
    const strength = MOST * share * few * (shallow ? 0.5 : 1);
    const why = `its people did ${percent(share)} of the work of the last ${HISTORY_DAYS} days: ${named(members)}`;
    return [{ source: 'committers', owner: team, known: true, strength, why }];
  });
}

function remarkOn(strangers: readonly Worker[], total: number, hasList: boolean): string {
  const share = percent(sum(strangers.map(({ weight }) => weight)) / total);
  return hasList
    ? `${share} of the work is of people in no team of the list: ${named(strangers)}`
    : `who committed of late: ${named(strangers)}; with a list of teams (--teams) their team would count`;
}

/** Names, not addresses: this may be committed. */
function named(workers: readonly Worker[]): string {
  const told = workers.slice(0, 3).map(({ name, days }) => {
    const shown = plain(name) || 'somebody without a name';
    return `${shown} (${days.size} ${days.size === 1 ? 'day' : 'days'})`;
  });
  return [...told, ...(workers.length > 3 ? [`${workers.length - 3} more`] : [])].join(', ');
}

const BOT =
  /\[bot\]|^(dependabot|renovate|greenkeeper|snyk|github-actions|gitlab|jenkins|circleci|travis|mergify|weblate|imgbot|pre-commit-ci|semantic-release|allcontributors)\b|(^|[\s_.-])(bot|ci)$|^(project|group)_\d+_bot/i;

/** Programs that commit, by the names they give themselves; whoever is in the list of teams is a person. */
const isBot = (name: string, email: string): boolean =>
  BOT.test(name) || BOT.test(email.slice(0, Math.max(0, email.lastIndexOf('@'))).replace(/^\d+\+/, ''));

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
