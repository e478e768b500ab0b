import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { runningPostmaster } from './postmaster.ts';

let dataDir: string;
let children: ChildProcess[];
let servers: EmbeddedServer[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-embedded-'));
  [children, servers] = [[], []];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) await server.stop();
  // Whatever a failed test has left running is adopted, and stopped.
  if (await runningPostmaster(join(dataDir, 'postgres'))) await (await startEmbedded({ dataDir })).stop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = async () => {
  const server = await startEmbedded({ dataDir, durable: false });
  servers.push(server);
  return server;
};

async function startProcess(): Promise<{ url: string; owned: boolean; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['test/harness/embedded-process.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout! })) {
    const kill = () => {
      const gone = new Promise<void>((done) => child.once('exit', () => done()));
      child.kill('SIGKILL');
      return gone;
    };
    return { ...JSON.parse(line), kill };
  }
  throw new Error('the process ended before its database was ready');
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('is started once when several processes start at the same moment: the others join', async () => {
    const all = await Promise.all([startProcess(), startProcess(), start(), start()]);
    expect(all.filter(({ owned }) => owned)).toHaveLength(1);
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    expect(await query(all[0].url, 'select 1')).toEqual([1]);
  });

  it('is adopted by the next start when its owner was killed, with the data of the old', async () => {
    const killed = await startProcess();
    expect(killed.owned).toBe(true);
    await query(killed.url, 'create table kept as select 7 as n');
    const before = await runningPostmaster(join(dataDir, 'postgres'));
    await killed.kill();
    const adopted = await start();
    expect(adopted.owned).toBe(true);
    expect((await runningPostmaster(join(dataDir, 'postgres')))?.pid).toBe(before?.pid);
    expect(await query(adopted.url, 'select n from kept')).toEqual([7]);
  });

  it('is taken over by who waits to join when the owner dies before it is ready', async () => {
    const child = spawn(process.execPath, ['test/harness/embedded-process.ts', dataDir], { stdio: 'ignore' });
    children.push(child);
    for (let seen = false; !seen; ) seen = (await readdir(dataDir)).includes('postgres.owner');
    const waiting = start();
    child.kill('SIGKILL');
    expect((await waiting).owned).toBe(true);
    expect(await query((await waiting).url, 'select 1')).toEqual([1]);
  });

  it('is stopped by its owner only, and keeps its data for the next start', async () => {
    const owner = await start();
    const guest = await start();
    await query(owner.url, 'create table kept as select 7 as n');
    await guest.stop();
    expect(await query(owner.url, 'select n from kept')).toEqual([7]);
    await owner.stop();
    expect(await runningPostmaster(join(dataDir, 'postgres'))).toBeNull();
    const again = await start();
    expect(again.owned).toBe(true);
    expect(await query(again.url, 'select n from kept')).toEqual([7]);
  });

  it('starts after a first start that was killed while it made the cluster', async () => {
    await mkdir(join(dataDir, 'postgres.new-x'));
    await writeFile(join(dataDir, 'postgres.new-x', 'PG_VERSION'), '18\n');
    expect((await start()).owned).toBe(true);
    expect((await readdir(dataDir)).filter((name) => name.includes('new'))).toEqual([]);
  });

  it('starts when the pid of its last run belongs to another program now', async () => {
    const first = await start();
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await first.stop();
    lines[0] = String(process.ppid);
    await writeFile(pidFile, lines.join('\n'));
    expect((await start()).owned).toBe(true);
  });

  it('names its log when it does not start', async () => {
    await (await start()).stop();
    await appendFile(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n');
    const error = await start().catch((e) => e);
    expect(error.code).toBe('LK-DATABASE-START');
    expect(error.message).toContain(join(dataDir, 'postgres.log'));
  });
});
