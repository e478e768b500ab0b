import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { addToken } from '../../src/modules/access/public.ts';
import type { DB } from '../../src/modules/schema.gen.ts';
import { systemIds } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { migrate, readMigrations } from '../../src/platform/database/migrate.ts';
import { seedMillion } from '../million/seed.ts';
import type { Asked, Asking } from './client-process.ts';

/** Seeded houses stay for the next run, each a database of the same PostgreSQL. */
const HOME = process.env.LANEKEEPER_BENCH_HOME ?? join(tmpdir(), 'lanekeeper-bench-queries');

/** Said of a house that is whole: seeding may have been ended in the middle. */
const SEEDED = 'seeded';

/** The PostgreSQL of seeded houses, tuned as the product's own. */
export const openHome = () => startEmbedded({ dataDir: HOME });

/** The address of a house with so many findings: the one of an earlier run if its schema is today's. */
export async function seededHouse(
  home: string,
  findings: number,
  say: (line: string) => void,
): Promise<string> {
  const name = `findings_${findings}`;
  const url = new URL(home);
  url.pathname = `/${name}`;
  if (await isSeeded(url.href)) return url.href;
  const admin = new pg.Client({ connectionString: home });
  await admin.connect();
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name}`);
  await migrate(url.href, 'migrations');
  await seedMillion(url.href, findings, say);
  await admin.query(`comment on database ${name} is '${SEEDED}'`);
  await admin.end();
  return url.href;
}

async function isSeeded(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ checksum: string }>(
      'select checksum from migration order by number',
    );
    const wanted = await readMigrations('migrations');
    const marked = await client.query<{ mark: string | null }>(
      `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = current_database()`,
    );
    return (
      wanted.map(({ checksum }) => checksum).join() === rows.map(({ checksum }) => checksum).join() &&
      marked.rows[0]?.mark === SEEDED
    );
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export interface Served {
  url: string;
  token: string;
  stop(): Promise<void>;
}

/** The product over a database, in a process of its own, without workers: nothing but answers. */
export async function serve(databaseUrl: string): Promise<Served> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'start', '--no-workers'], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      LANEKEEPER_DATA_DIR: join(HOME, 'server'),
      LANEKEEPER_PORT: '0',
      LANEKEEPER_LOG: 'warn',
      // One caller asks as many times as it can.
      LANEKEEPER_RATE_LIMIT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyUrl(child);
  return {
    url,
    token: await makeToken(databaseUrl),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const found = /ready on (\S+)/.exec(line)?.[1];
    if (!found) continue;
    child.stdout!.resume();
    return found;
  }
  throw new Error('the server ended before it was ready');
}

async function makeToken(databaseUrl: string): Promise<string> {
  const { db, close } = openDatabase<DB>(databaseUrl, { max: 1 });
  try {
    const person = await db.selectFrom('person').select('id').orderBy('email').executeTakeFirstOrThrow();
    await db
      .updateTable('person')
      .set({ roles: ['admin', 'security'] })
      .where('id', '=', person.id)
      .execute();
    // A person's, since some lists are one person's.
    const token = {
      name: 'bench',
      scopes: ['read' as const, 'admin' as const],
      expiresAt: null,
      personId: person.id,
    };
    return (await db.transaction().execute((tx) => addToken(tx, systemIds(), token, 'bench'))).token;
  } finally {
    await close();
  }
}

/** Asks from a process of its own, so that measuring takes nothing from the server's. */
export async function ask(asking: Asking): Promise<Asked[]> {
  const script = fileURLToPath(new URL('./client-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(asking));
  const [answer] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(answer) as Asked[];
}
