import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { type Backtest, type BacktestResult, backtest } from '../contract/policy-backtest.ts';
import { PRIORITIES } from '../kernel/decision.ts';
import { AppError } from '../kernel/errors.ts';
import type { Io } from './io.ts';
import { call, type Server, serverOf } from './lanekeeper-server.ts';
import { usablePolicy } from './policy-check.ts';
import { startProgress } from './progress.ts';

const POLL_MS = 500;
/** Others may stand before it, a minute each. */
const WAIT_MS = 30 * 60_000;

/**
 * `policy backtest FILE`: asks the server what a document would change over its open findings; nothing is saved.
 * @throws AppError LK-VALIDATION with file, line and column; as the server told it
 */
export async function policyBacktestCommand(
  file: string,
  options: { wait?: boolean; json?: boolean },
  io: Io,
): Promise<number> {
  const document = await usablePolicy(file);
  const server = serverOf(process.env);
  const asked = await ask(server, '', { method: 'POST', ...jsonBody({ document }) });
  if (options.wait === false) {
    io.out(options.json ? JSON.stringify(asked) : `${asked.id} is asked for; the page of policy shows it`);
    return 0;
  }
  const ended = await follow(server, asked, io);
  if (!ended.result)
    throw new AppError('LK-SERVER', `the backtest ${ended.state}${ended.error ? `: ${ended.error}` : ''}`);
  if (options.json) io.out(JSON.stringify(ended));
  else tell(ended.result, io);
  return 0;
}

const jsonBody = (body: object) => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

const ask = async (server: Server, path: string, init: RequestInit): Promise<Backtest> =>
  backtest.parse(await call(server, `/api/v1/policy/backtests${path}`, init));

async function follow(server: Server, asked: Backtest, io: Io): Promise<Backtest> {
  let progress: ReturnType<typeof startProgress> | null = null;
  try {
    for (const giveUpAt = Date.now() + WAIT_MS; Date.now() < giveUpAt; await sleep(POLL_MS)) {
      const now = await ask(server, `/${asked.id}`, {});
      if (now.state !== 'waiting' && now.state !== 'running') return now;
      if (now.total !== null) {
        progress ??= startProgress(io, now.total, 'findings');
        progress.reach(now.done);
      }
    }
  } finally {
    progress?.stop();
  }
  throw new AppError('LK-SERVER', `the backtest ${asked.id} was not done after ${WAIT_MS / 60_000} minutes`);
}

function tell(result: BacktestResult, io: Io): void {
  const { findings, changed, dates, holds, against, unknown } = result;
  io.out(`${number(changed)} of ${number(findings)} open findings would change, compared with ${against}`);
  if (unknown > 0)
    io.out(`${number(unknown)} were decided before decisions kept their facts: nothing is said of them`);
  io.out(countsTable(result, io));
  io.out(
    `dates: ${number(dates.earlier)} earlier, ${number(dates.later)} later, ${number(dates.gained)} new, ${number(dates.lost)} gone; holds: ${number(holds.added)} new, ${number(holds.lifted)} lifted`,
  );
  const silent = result.rules.filter(({ fired }) => fired === 0).map(({ id }) => id);
  if (silent.length > 0) io.out(`decide on nothing: ${silent.join(', ')}`);
  for (const { title, team, before, after } of result.examples) {
    io.out(`\n${title} (${team})`);
    io.out(`  ${outcome(before)}  ->  ${outcome(after)}`);
    for (const reason of after.because) if (!before.because.includes(reason)) io.out(`    + ${reason}`);
  }
}

const number = (value: number): string => value.toLocaleString('en');

const outcome = ({ priority, dueAt, route }: BacktestResult['examples'][number]['before']): string =>
  `${priority}, ${dueAt ? `due ${dueAt.slice(0, 10)}` : 'no date'}, ${route}`;

/** Teams that would notice most, and everybody together. */
function countsTable({ before, after, changed, teams, moreTeams }: BacktestResult, io: Io): string {
  const table = new Table({
    head: ['', ...PRIORITIES, 'change'],
    colAligns: ['left', ...PRIORITIES.map(() => 'right' as const), 'right'],
    style: io.color ? {} : { head: [], border: [] },
  });
  const cells = (from: typeof before, to: typeof after) =>
    PRIORITIES.map((one) =>
      from[one] === to[one] ? number(to[one]) : `${number(from[one])} > ${number(to[one])}`,
    );
  const touched = teams.filter(({ changed }) => changed > 0).slice(0, 20);
  table.push(['all', ...cells(before, after), number(changed)]);
  for (const team of touched)
    table.push([team.name, ...cells(team.before, team.after), number(team.changed)]);
  return moreTeams > 0 ? `${table.toString()}\nand ${number(moreTeams)} more teams` : table.toString();
}
