import type { BacktestResult, PriorityCounts } from '../../../contract/policy-backtest.ts';
import { type Decision, PRIORITIES } from '../../../kernel/decision.ts';

const noCounts = (): PriorityCounts => ({ P0: 0, P1: 0, P2: 0, P3: 0, P4: 0 });

type Team = BacktestResult['teams'][number];

/** Teams told in full; the rest is a number. */
const MAX_TEAMS = 200;
const MAX_ROUTES = 100;

/** How the date of a finding changes. */
type DateChange = 'earlier' | 'later' | 'gained' | 'lost' | null;

function dateChange(before: string | null, after: string | null): DateChange {
  if (before === after) return null;
  if (before === null) return 'gained';
  if (after === null) return 'lost';
  return after < before ? 'earlier' : 'later';
}

export function routeWords(route: Decision['route']): string {
  if (route.to === 'owner') return 'the owner’s queue';
  return route.to === 'queue' ? `queue ${route.queue}` : `held until ${route.until}`;
}

/** Counts what a document changes; its size does not grow with the number of findings. */
export class Tally {
  readonly matrix = PRIORITIES.map(() => PRIORITIES.map(() => 0));
  readonly dates = { earlier: 0, later: 0, gained: 0, lost: 0 };
  readonly holds = { added: 0, lifted: 0 };
  findings = 0;
  changed = 0;
  readonly #teams = new Map<string, Team>();
  readonly #routes = new Map<string, { from: string; to: string; findings: number }>();

  /** @returns what changed, as a word by which alike changes are known; null = nothing */
  add(team: { key: string; name: string }, before: Decision, after: Decision): string | null {
    this.findings++;
    const [from, to] = [PRIORITIES.indexOf(before.priority), PRIORITIES.indexOf(after.priority)];
    this.matrix[from]![to]!++;
    const date = dateChange(before.dueAt, after.dueAt);
    if (date) this.dates[date]++;
    const route = this.#route(before, after);
    const counted = this.#team(team);
    counted.findings++;
    counted.before[before.priority]++;
    counted.after[after.priority]++;
    if (from === to && !date && !route) return null;
    this.changed++;
    counted.changed++;
    if (date === 'earlier' || date === 'gained') counted.earlier++;
    if (date === 'later' || date === 'lost') counted.later++;
    return `${before.priority}>${after.priority} ${date ?? ''} ${route ?? ''}`;
  }

  #route(before: Decision, after: Decision): string | null {
    if (before.route === after.route) return null;
    const [from, to] = [routeWords(before.route), routeWords(after.route)];
    if (from === to) return null;
    if (after.route.to === 'hold' && before.route.to !== 'hold') this.holds.added++;
    if (before.route.to === 'hold' && after.route.to !== 'hold') this.holds.lifted++;
    const key = `${from}\n${to}`;
    const known = this.#routes.get(key);
    if (known) known.findings++;
    else this.#routes.set(key, { from, to, findings: 1 });
    return key;
  }

  #team({ key, name }: { key: string; name: string }): Team {
    let team = this.#teams.get(key);
    if (!team) {
      team = {
        key,
        name,
        findings: 0,
        changed: 0,
        before: noCounts(),
        after: noCounts(),
        earlier: 0,
        later: 0,
      };
      this.#teams.set(key, team);
    }
    return team;
  }

  result(): Pick<
    BacktestResult,
    | 'findings'
    | 'changed'
    | 'matrix'
    | 'before'
    | 'after'
    | 'dates'
    | 'holds'
    | 'routes'
    | 'teams'
    | 'moreTeams'
  > {
    const before = noCounts();
    const after = noCounts();
    this.matrix.forEach((row, from) => {
      row.forEach((n, to) => {
        before[PRIORITIES[from]!] += n;
        after[PRIORITIES[to]!] += n;
      });
    });
    const teams = [...this.#teams.values()].sort((a, b) => b.changed - a.changed || (a.key < b.key ? -1 : 1));
    const routes = [...this.#routes.values()].sort(
      (a, b) => b.findings - a.findings || (a.from < b.from ? -1 : 1),
    );
    const { findings, changed, matrix, dates, holds } = this;
    return {
      findings,
      changed,
      matrix,
      before,
      after,
      dates,
      holds,
      routes: routes.slice(0, MAX_ROUTES),
      teams: teams.slice(0, MAX_TEAMS),
      moreTeams: Math.max(0, teams.length - MAX_TEAMS),
    };
  }
}
