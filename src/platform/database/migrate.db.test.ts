import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { databaseUrl } from '../../../test/harness/database-url.ts';
import { migrate } from './migrate.ts';

let folder: string;
let url: string;
let name: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-migrations-'));
  name = `migrate_${randomBytes(6).toString('hex')}`;
  url = databaseUrl(inject('serverUrl'), name);
  await run(inject('serverUrl'), `create database ${name} template template0`);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await run(inject('serverUrl'), `drop database ${name} with (force)`);
});

async function run(to: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: to });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
const write = (file: string, text: string) => writeFile(join(folder, file), text);

describe('migrations', () => {
  it('are applied in order, once', async () => {
    await write('0002_b.sql', 'alter table a add column more int;');
    await write('0001_a.sql', 'create table a (id int);');
    await write('notes.md', 'not a migration');
    expect(await migrate(url, folder)).toEqual(['0001_a.sql', '0002_b.sql']);
    expect(await migrate(url, folder)).toEqual([]);
    await write('0003_c.sql', 'create table c (id int);');
    expect(await migrate(url, folder)).toEqual(['0003_c.sql']);
    expect(await run(url, 'select number, name from migration order by 1')).toHaveLength(3);
  });

  it('are applied once when several processes start at the same moment', async () => {
    await write('0001_a.sql', 'create table a (id int); select pg_sleep(0.2);');
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url, folder)));
    expect(applied.flat()).toEqual(['0001_a.sql']);
  });

  it('are refused when one was changed after it was applied', async () => {
    await write('0001_a.sql', 'create table a (id int);');
    await migrate(url, folder);
    await write('0001_a.sql', 'create table a (id bigint);');
    const error = await migrate(url, folder).catch((e) => e);
    expect(error).toMatchObject({ code: 'LK-MIGRATION' });
    expect(error.message).toContain('0001_a.sql');
  });

  it('are refused when the database is newer than this version, and nothing is applied', async () => {
    await write('0001_a.sql', 'create table a (id int);');
    await write('0002_b.sql', 'create table b (id int);');
    await migrate(url, folder);
    await rm(join(folder, '0002_b.sql'));
    await expect(migrate(url, folder)).rejects.toMatchObject({ code: 'LK-MIGRATION' });
  });

  it('are refused when one was slipped in before those that were applied', async () => {
    await write('0002_b.sql', 'create table b (id int);');
    await migrate(url, folder);
    await write('0001_a.sql', 'create table a (id int);');
    await expect(migrate(url, folder)).rejects.toMatchObject({ code: 'LK-MIGRATION' });
  });

  it('leave nothing of one that fails, keep those before it, and go on when it is mended', async () => {
    await write('0001_a.sql', 'create table a (id int);');
    await write('0002_b.sql', 'create table b (id int); create table a (id int);');
    const error = await migrate(url, folder).catch((e) => e);
    expect(error).toMatchObject({ code: 'LK-MIGRATION' });
    expect(error.message).toContain('0002_b.sql');
    const tables = await run(url, `select tablename from pg_tables where schemaname = 'public' order by 1`);
    expect(tables).toEqual([{ tablename: 'a' }, { tablename: 'migration' }]);
    await write('0002_b.sql', 'create table b (id int);');
    expect(await migrate(url, folder)).toEqual(['0002_b.sql']);
  });
});
