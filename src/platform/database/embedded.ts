import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../kernel/errors.ts';
import { createOnce } from '../create-once.ts';
import { type Postgres, postgresPrograms, type SpawnedServer } from './postgres-programs.ts';
import { answers, clearForeignPid, runningPostmaster, stopPostmaster } from './postmaster.ts';
import { type Ownership, takeOwnership } from './process-owner.ts';

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
const HALF_MADE = 'postgres.new-';
const STOP_TIMEOUT_MS = 20_000;
/** A free port may be taken by someone else before the server listens on it. */
const LAUNCHES = 3;

interface Home {
  folder: string;
  cluster: string;
  log: string;
  passwordFile: string;
  password: string;
}

/**
 * Starts the private PostgreSQL of a data directory, or joins the one that runs there already. The remains
 * of a process that was killed are adopted: a postmaster without its owner gets a new one.
 * @throws AppError LK-DATABASE-START with the path of the log
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = await openHome(resolve(options.dataDir));
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    // Whoever owns it may stop or die while we wait to join: then it is ours.
    const owner = await takeOwnership(join(home.folder, 'postgres.owner'));
    if (owner.taken) return startOwned(home, owner, options.durable !== false);
    const running = await runningPostmaster(home.cluster);
    const url = running && urlOf(running.port, home.password);
    if (url && (await answers(url))) return { url, owned: false, stop: async () => {} };
    if (Date.now() > giveUpAt) {
      throw new AppError(
        'LK-DATABASE-START',
        `another process owns ${home.cluster} but its database does not answer; log: ${home.log}`,
      );
    }
    await sleep(50);
  }
}

async function openHome(folder: string): Promise<Home> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'postgres.password');
  if (!existsSync(passwordFile)) await createOnce(passwordFile, randomBytes(24).toString('base64url'));
  const password = (await readFile(passwordFile, 'utf8')).trim();
  return {
    folder,
    cluster: join(folder, 'postgres'),
    log: join(folder, 'postgres.log'),
    passwordFile,
    password,
  };
}

async function startOwned(home: Home, owner: Ownership, durable: boolean): Promise<EmbeddedServer> {
  try {
    const programs = await postgresPrograms();
    if (!existsSync(join(home.cluster, 'PG_VERSION'))) await initialise(programs, home);
    const url = (await untilReady(home, () => false)) ?? (await launchUntilReady(programs, home, durable));
    const stop = () => stopPostmaster(home.cluster, STOP_TIMEOUT_MS).finally(() => owner.release());
    return { url, owned: true, stop };
  } catch (error) {
    await owner.release();
    throw error;
  }
}

/** Made aside and renamed, so that a start that was killed in the middle leaves no half-made cluster. */
async function initialise(programs: Postgres, { folder, cluster, passwordFile }: Home): Promise<void> {
  // A name of its own: the initdb of a killed start may still be writing.
  const fresh = await mkdtemp(join(folder, HALF_MADE));
  if (programs.user) await chown(fresh, programs.user.uid, programs.user.gid);
  const { code, output } = await programs.run('initdb', [
    `--pgdata=${fresh}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-sync',
  ]);
  if (code !== 0) {
    const reason = lastLine(output);
    throw new AppError('LK-DATABASE-START', `could not create the database in ${cluster}: ${reason}`);
  }
  await rename(fresh, cluster);
  for (const name of await readdir(folder)) {
    if (name.startsWith(HALF_MADE))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}

async function launchUntilReady(programs: Postgres, home: Home, durable: boolean): Promise<string> {
  for (let launched = 0; launched < LAUNCHES; launched++) {
    const server = await launch(programs, home, durable);
    const url = await untilReady(home, () => !server.exited());
    if (url) return url;
  }
  const tail = lastLine(await readFile(home.log, 'utf8').catch(() => ''));
  throw new AppError('LK-DATABASE-START', `PostgreSQL did not start (${tail}); log: ${home.log}`);
}

/** The address once the server answers; null when there is none and none is `coming`. */
async function untilReady(home: Home, coming: () => boolean): Promise<string | null> {
  for (const giveUpAt = Date.now() + READY_TIMEOUT_MS; Date.now() < giveUpAt; await sleep(30)) {
    const running = await runningPostmaster(home.cluster);
    if (!running && !coming()) return null;
    const url = running && urlOf(running.port, home.password);
    if (url && (await answers(url))) return url;
  }
  throw new AppError('LK-DATABASE-START', `PostgreSQL does not get ready; log: ${home.log}`);
}

const urlOf = (port: number, password: string): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

async function launch(programs: Postgres, home: Home, durable: boolean): Promise<SpawnedServer> {
  await clearForeignPid(home.cluster);
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
  return programs.spawnServer(['-D', home.cluster, '-p', String(port), ...flags], home.log);
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
