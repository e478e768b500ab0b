import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../../kernel/errors.ts';
import { type Postgres, postgresPrograms } from './postgres-programs.ts';
import { isAlive, takeOwnership } from './process-owner.ts';

export interface EmbeddedServer {
  url: string;
  /** False when another process of ours started it and will stop it. */
  owned: boolean;
  /** Stops the server if this process owns it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The data directory of the product; the cluster lives in `postgres/` inside it. */
  dataDir: string;
  /** Tests give up durability for speed. */
  durable?: boolean;
}

const USER = 'lanekeeper';
/** How long a start may take: recovery after a crash reads the write-ahead log first. */
const READY_TIMEOUT_MS = 60_000;

/**
 * Starts the private PostgreSQL of a data directory, or joins the one that runs there already. The remains
 * of a process that was killed are adopted: a postmaster without its owner gets a new one.
 * @throws AppError LK-DATABASE-START with the path of the log
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = resolve(options.dataDir);
  await mkdir(home, { recursive: true, mode: 0o700 });
  const cluster = join(home, 'postgres');
  const owner = await takeOwnership(join(home, 'postgres.owner'));
  try {
    const password = await passwordOf(home);
    if (!owner.taken) return await joinRunning(cluster, password);
    const programs = await postgresPrograms();
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(programs, home, cluster);
    const port =
      (await runningPort(cluster)) ?? (await launch(programs, home, cluster, options.durable !== false));
    const url = await waitUntilReady(cluster, port, password, join(home, 'postgres.log'));
    return { url, owned: true, stop: () => stopCluster(cluster).finally(() => owner.release()) };
  } catch (error) {
    await owner.release();
    throw error;
  }
}

async function passwordOf(home: string): Promise<string> {
  const file = join(home, 'postgres.password');
  try {
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

async function initialise(programs: Postgres, home: string, cluster: string): Promise<void> {
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (programs.user) await chown(cluster, programs.user.uid, programs.user.gid);
  const { code, output } = await programs.run('initdb', [
    `--pgdata=${cluster}`,
    `--username=${USER}`,
    `--pwfile=${join(home, 'postgres.password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-sync',
  ]);
  if (code !== 0)
    throw new AppError(
      'LK-DATABASE-START',
      `could not create the database in ${cluster}: ${lastLine(output)}`,
    );
}

async function launch(programs: Postgres, home: string, cluster: string, durable: boolean): Promise<number> {
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    // Sort and hash in memory for the set statements of the line.
    work_mem: '32MB',
    random_page_cost: '1.1',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  programs.spawnServer(['-D', cluster, '-p', String(port), ...flags], join(home, 'postgres.log'));
  return port;
}

/** Port of a live postmaster, read from its pid file (line 1 pid, line 4 port). */
async function runningPort(cluster: string): Promise<number | null> {
  const lines = await pidFile(cluster);
  return lines && isAlive(Number(lines[0])) ? Number(lines[3]) || null : null;
}

async function pidFile(cluster: string): Promise<string[] | null> {
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return null;
  }
}

async function joinRunning(cluster: string, password: string): Promise<EmbeddedServer> {
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const port = await runningPort(cluster);
    const url = port && (await tryConnect(port, password));
    if (url) return { url, owned: false, stop: async () => {} };
    if (Date.now() > giveUpAt) {
      throw new AppError(
        'LK-DATABASE-START',
        `another process owns ${cluster} but its database does not answer`,
      );
    }
    await sleep(50);
  }
}

async function waitUntilReady(cluster: string, port: number, password: string, log: string): Promise<string> {
  const startedAt = Date.now();
  for (;;) {
    const url = await tryConnect(port, password);
    if (url) return url;
    const waitedMs = Date.now() - startedAt;
    const gone = waitedMs > 2000 && (await runningPort(cluster)) === null;
    if (gone || waitedMs > READY_TIMEOUT_MS) {
      const tail = lastLine(await readFile(log, 'utf8').catch(() => ''));
      throw new AppError('LK-DATABASE-START', `PostgreSQL did not start (${tail}); log: ${log}`);
    }
    await sleep(30);
  }
}

async function tryConnect(port: number, password: string): Promise<string | null> {
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return url;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Fast shutdown (SIGINT): open transactions are rolled back, then a checkpoint. */
async function stopCluster(cluster: string): Promise<void> {
  const pid = Number((await pidFile(cluster))?.[0]);
  if (!pid || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < 20_000 && isAlive(pid) && (await pidFile(cluster)); waitedMs += 20)
    await sleep(20);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
