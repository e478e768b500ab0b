import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../cli/io.ts';
import { startProgress } from '../cli/progress.ts';
import type { Clock } from '../kernel/clock.ts';
import { fold, summarise } from '../modules/insight/public.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { loadExample, type Step, stepsAt } from './acme.ts';
import { playAsks } from './acme-asks.ts';
import { judgeExample, prepareExample, takeStep } from './demo-steps.ts';
import { printSummary } from './demo-summary.ts';
import { projectFile } from './project.ts';
import { printWayIn, type RunningHouse, runHouse, untilStopped } from './start.ts';

/** `demo --once` always lives in the same moment, so that its totals can be compared. */
const ONCE_TODAY = new Date('2026-11-20T09:00:00Z');

/** Time of the example while its months pass, of the machine (or the fixed day) afterwards. */
interface StageClock extends Clock {
  at: Date | null;
}

/** The main job on the example organisation: all its reports in time order, then the page. */
export async function demo(options: { once?: boolean; json?: boolean }, io: Io): Promise<number> {
  const startedAt = performance.now();
  const once = options.once === true;
  const home = once ? await mkdtemp(join(tmpdir(), 'lanekeeper-demo-')) : demoHome();
  const clock: StageClock = { at: null, now: () => clock.at ?? (once ? ONCE_TODAY : systemClock.now()) };
  const config = readConfig({
    ...process.env,
    LANEKEEPER_DATA_DIR: home,
    DATABASE_URL: undefined,
    LANEKEEPER_LOG: process.env['LANEKEEPER_LOG'] ?? 'warn',
    ...(once && { LANEKEEPER_PORT: '0' }),
  });
  const running = await runHouse(config, createLog(config.LANEKEEPER_LOG), {
    workers: true,
    clock,
    durable: !once,
  });
  try {
    await playExample(running, clock, home, io, options.json === true);
    const { db } = running.house.database;
    await fold(db, clock.now());
    if (options.json)
      io.out(JSON.stringify({ ...(await summarise(db)), ms: Math.round(performance.now() - startedAt) }));
    else await printSummary(db, clock.now(), io);
    if (!once) {
      await printWayIn(running, io);
      await untilStopped();
    }
    return 0;
  } finally {
    await running.close();
    if (once) await rm(home, { recursive: true, force: true });
  }
}

const demoHome = (): string => join(process.env['LANEKEEPER_DATA_DIR'] ?? '.lanekeeper', 'demo');

/** How far an earlier start came: the example's days are counted from its first one. */
interface Played {
  today: string;
  steps: number;
}

async function playExample(
  running: RunningHouse,
  clock: StageClock,
  home: string,
  io: Io,
  quiet: boolean,
): Promise<void> {
  const file = join(home, 'demo.json');
  const played: Played = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Played,
    () => ({ today: clock.now().toISOString(), steps: 0 }),
  );
  const example = await loadExample(projectFile('examples', 'acme'));
  const steps = stepsAt(example, new Date(played.today));
  if (played.steps === 0) await prepareExample(running.house, example);
  const rest = steps.slice(played.steps);
  const progress = startProgress(
    io,
    quiet ? 0 : rest.length,
    'reports and findings of Acme’s last three months',
  );
  for (const step of rest) {
    clock.at = new Date(step.at);
    await takeStep(running.house, step);
    played.steps++;
    await writeFile(file, JSON.stringify(played));
    progress.step(nameOf(step));
  }
  await playAsks(running.house, example.dir, new Date(played.today), (at) => {
    clock.at = at;
  });
  clock.at = null;
  await judgeExample(running.house);
  progress.stop();
}

function nameOf(step: Step): string {
  if (step.kind === 'report') return step.repository;
  if (step.kind === 'finding') return step.finding.target.key;
  if (step.kind === 'close') return step.close.by;
  return step.kind === 'label' ? step.label.by : step.ask.by;
}
