import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { addToken } from '../../src/modules/access/public.ts';
import type { DB } from '../../src/modules/schema.gen.ts';
import { systemIds } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';

export interface BenchServer {
  url: string;
  databaseUrl: string;
  pool: pg.Pool;
  token: string;
  startedInMs: number;
  /** Greatest resident memory of the server process so far, in MB. */
  peakMemoryMb(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the product as its users do, in a process and data directory of its own. */
export async function startBenchServer(dataDir?: string): Promise<BenchServer> {
  const home = dataDir ?? (await mkdtemp(join(tmpdir(), 'lanekeeper-bench-')));
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['src/cli/main.ts', 'start'], {
    env: { ...process.env, LANEKEEPER_DATA_DIR: home, LANEKEEPER_PORT: '0', LANEKEEPER_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyUrl(child);
  const startedInMs = performance.now() - startedAt;
  const { url: databaseUrl } = await startEmbedded({ dataDir: home });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  return {
    url,
    databaseUrl,
    pool,
    token: await makeToken(databaseUrl),
    startedInMs,
    peakMemoryMb: async () =>
      Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    async stop() {
      await pool.end();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      if (!dataDir) await rm(home, { recursive: true, force: true });
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const found = /ready on (\S+)/.exec(line)?.[1];
    if (found) {
      child.stdout!.resume();
      return found;
    }
  }
  throw new Error('the server ended before it was ready');
}

async function makeToken(databaseUrl: string): Promise<string> {
  const { db, close } = openDatabase<DB>(databaseUrl, { max: 2 });
  try {
    const token = { name: 'bench', scopes: ['scans:write' as const, 'admin' as const], expiresAt: null };
    return (await db.transaction().execute((tx) => addToken(tx, systemIds(), token, 'bench'))).token;
  } finally {
    await close();
  }
}

/** Sends a report as a pipeline does. */
export async function post(
  server: BenchServer,
  query: Record<string, string>,
  body: Uint8Array | ReadableStream,
): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/scans?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/octet-stream' },
    body: body as BodyInit,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** Until every scan is decided and every ticket planned. Asked rarely and cheaply: watching must not cost. */
export async function settled(server: BenchServer): Promise<void> {
  for (;;) {
    const { rows } = await server.pool.query<{ waiting: boolean }>(
      `select exists (select from scan where state = 'received')
        or exists (select from graphile_worker.jobs where attempts < max_attempts) as waiting`,
    );
    if (!rows[0]?.waiting) return;
    await sleep(25);
  }
}
