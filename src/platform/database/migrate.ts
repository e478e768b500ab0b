import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '../../kernel/errors.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
}

/** Any fixed number: two starts that migrate at once wait for each other on it. */
const LOCK = 7_163_001;

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number: Number(name.slice(0, 4)), name, sql, checksum };
    }),
  );
}

/**
 * Brings the schema to the newest migration; safe to call from several processes at once.
 * @param upTo applies only so many in all: a restore needs the schema of its backup
 * @returns names of the migrations that were applied now
 * @throws AppError LK-MIGRATION when an applied migration is unknown here or its text has changed
 */
export async function migrate(
  url: string,
  folder: string,
  upTo = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks is met by the next query; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create table if not exists migration (
      number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
      'select number, name, checksum from migration order by number',
    );
    const applied: string[] = [];
    verifyApplied(rows, migrations);
    for (const migration of migrations.slice(rows.length, upTo)) {
      await applyOne(client, migration);
      applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

function verifyApplied(rows: { number: number; name: string; checksum: string }[], known: Migration[]): void {
  rows.forEach((row, index) => {
    const ours = known[index];
    if (!ours || ours.number !== row.number) {
      throw new AppError(
        'LK-MIGRATION',
        `the database holds migration ${row.name}, which this version does not know`,
      );
    }
    if (ours.checksum !== row.checksum) {
      throw new AppError('LK-MIGRATION', `migration ${row.name} was changed after it was applied`);
    }
  });
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migration (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new AppError('LK-MIGRATION', `migration ${migration.name} failed: ${(cause as Error).message}`, {
      cause,
    });
  }
}
