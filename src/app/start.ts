import type { Io } from '../cli/io.ts';
import { AppError } from '../kernel/errors.ts';
import { ensureFirstAdmin, signInUrl } from '../modules/access/public.ts';
import { requeueWaitingScans } from '../modules/intake/public.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { createLog, type Log } from '../platform/log.ts';
import { resume } from '../platform/outbox/plan.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import { bringProviders } from './providers-file.ts';
import { type RunningServer, startServer } from './server.ts';
import { startJobs, subscribe } from './workers.ts';

/** `npm start`: server, workers and page on this machine's own data, until it is told to stop. */
export async function start(options: { workers: boolean }, io: Io): Promise<number> {
  const config = readConfig(process.env);
  const log = createLog(config.LANEKEEPER_LOG);
  const running = await runHouse(config, log, { workers: options.workers });
  await printWayIn(running, io);
  await untilStopped();
  io.err('stopping: finishing the jobs at hand …');
  await running.close();
  return 0;
}

export interface RunningHouse {
  house: House;
  server: RunningServer;
  close(): Promise<void>;
}

/** Opens the house, serves it and works in it; closes in the reverse order. */
export async function runHouse(
  config: Config,
  log: Log,
  options: HouseOptions & { workers: boolean },
): Promise<RunningHouse> {
  const house = await openHouse(config, log, options);
  try {
    subscribe(house);
    await requeueWaitingScans(house.line);
    await resume(house.database.db);
    await bringProviders(house);
    const server = await startServer(house, { port: config.port });
    const workers = options.workers && config.LANEKEEPER_WORKERS > 0 ? startJobs(house) : null;
    const close = async () => {
      await server.close();
      await workers?.stop();
      await house.close();
    };
    return { house, server, close };
  } catch (error) {
    await house.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AppError('LK-CONFIG', `port ${config.port} is taken: stop what uses it or set LANEKEEPER_PORT`);
  }
}

/** The address, and while no admin has ever signed in, the one-time link that lets the first one in. */
export async function printWayIn({ house, server }: RunningHouse, io: Io): Promise<void> {
  io.out(`Lanekeeper is ready on ${server.url}`);
  const admin = await ensureFirstAdmin(house.database.db, house.ids, house.clock.now());
  if (admin) io.out(`Sign in (works once, for 24 hours): ${signInUrl(server.url, admin.secret)}`);
}

/** `lanekeeper worker`: only the jobs. Start as many as there is work for. */
export async function worker(io: Io): Promise<number> {
  const config = readConfig(process.env);
  const log = createLog(config.LANEKEEPER_LOG);
  const house = await openHouse(config, log);
  subscribe(house);
  const workers = startJobs(house);
  io.out('Working on jobs; stop with Ctrl-C.');
  await untilStopped();
  await workers.stop();
  await house.close();
  return 0;
}

/** `lanekeeper migrate`: opening the house migrates it. */
export async function migrateOnly(io: Io): Promise<number> {
  const house = await openHouse(readConfig(process.env), createLog('error'));
  await house.close();
  io.out('The database is at this version.');
  return 0;
}

/** SIGTERM and Ctrl-C; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        done();
      });
    }
  });
}
