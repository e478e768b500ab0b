import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Redmine } from './redmine.ts';

const run = promisify(execFile);

/** Where Debian's package `redmine` is. */
const HOME = '/usr/share/redmine';
/** The package makes a database with its tables and default data; a copy of it saves half a minute. */
const MADE = '/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default';
const ENOUGH_MS = 120_000;
/** SQLite waits for the disk at each commit; in memory it need not, and a killed machine takes nothing of worth. */
const IN_MEMORY = '/dev/shm';

export interface RunningRedmine extends Redmine {
  /** Ends the server and removes everything that was made for it. */
  stop(): Promise<void>;
}

/**
 * A Redmine of its own: an own database, files and port, of the installed package.
 * @param projects identifiers of the projects it begins with
 * @throws Error with the beginning of its output when it does not start
 */
export async function startRedmine(projects: readonly string[]): Promise<RunningRedmine> {
  const folder = await mkdtemp(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'lanekeeper-redmine-'));
  let server: ChildProcess | undefined;
  const stop = async () => {
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const environment = await environmentOf(folder, projects);
    await prepareFolder(folder, environment);
    const port = await freePort();
    const said: string[] = [];
    // One thread: those who wait for SQLite's lock keep the one who has it from going on.
    server = spawn('puma', ['-q', '-t', '1:1', '-b', `tcp://127.0.0.1:${port}`, '-e', 'production', CONFIG], {
      cwd: HOME,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [server.stdout!, server.stderr!])
      stream.on('data', (data) => said.length < 100 && said.push(String(data)));
    const url = `http://127.0.0.1:${port}`;
    await untilUp(url, server, said);
    const ready = JSON.parse(await readFile(join(folder, 'ready.json'), 'utf8')) as Omit<Redmine, 'url'>;
    return { url, ...ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const CONFIG = join(import.meta.dirname, 'config.ru');

async function prepareFolder(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const part of ['config', 'log', 'tmp', 'files', 'public/plugin_assets'])
    await mkdir(join(folder, part), { recursive: true });
  const database = join(folder, 'redmine.sqlite');
  const settings = { adapter: 'sqlite3', database, encoding: 'utf8', pool: 5, timeout: 20_000 };
  await writeFile(join(folder, 'config/database.yml'), JSON.stringify({ production: settings }));
  await writeFile(join(folder, 'config/secret_key.txt'), 'a key of tests, which guards nothing at all');
  const isMade = await copyFile(MADE, database).then(
    () => true,
    () => false,
  );
  if (isMade) return;
  await run('bundle', ['exec', 'rake', 'db:migrate'], {
    cwd: HOME,
    env,
    timeout: ENOUGH_MS,
  });
}

/**
 * The package keeps its instances below one folder; a path from there leads to ours. That folder is a link to one that
 * is less deep: the steps up reach the root either way.
 */
async function environmentOf(folder: string, projects: readonly string[]): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    LANG: 'C.UTF-8',
    RAILS_ENV: 'production',
    X_DEBIAN_SITEID: relative(join(HOME, 'instances'), await realpath(folder)),
    LANEKEEPER_REDMINE_HOME: HOME,
    LANEKEEPER_REDMINE_PROJECTS: JSON.stringify(projects),
    LANEKEEPER_REDMINE_READY: join(folder, 'ready.json'),
  };
}

async function untilUp(url: string, server: ChildProcess, said: readonly string[]): Promise<void> {
  for (const giveUpAt = Date.now() + ENOUGH_MS; Date.now() < giveUpAt; await sleep(100)) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${url}/login`, { signal: AbortSignal.timeout(20_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Error(`Redmine did not start:\n${said.join('').slice(0, 3000)}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

async function ended(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null) return;
  const over = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), 5_000);
  await over;
  clearTimeout(timer);
}
