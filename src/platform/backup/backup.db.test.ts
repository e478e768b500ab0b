import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { databaseUrl } from '../../../test/harness/database-url.ts';
import { fillTables } from '../../../test/harness/fill-tables.ts';
import { diskBlobs } from '../blobs/disk-blobs.ts';
import { migrate } from '../database/migrate.ts';
import { type Keys, loadKeys } from '../secrets/keys.ts';
import { type BackupOptions, backup } from './backup.ts';
import { keyCheck } from './manifest.ts';
import { type RestoreOptions, restore, restoreKeys } from './restore.ts';

let source: Awaited<ReturnType<typeof testDatabase>>;
let home: string;
let dataDir: string;
let keys: Keys;
let file: string;
let targetUrl: string;
const empty: string[] = [];

beforeAll(async () => {
  source = await testDatabase();
  const client = await source.pool.connect();
  await fillTables(client, 5);
  client.release();
});
afterAll(() => source.drop());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lanekeeper-backup-'));
  dataDir = join(home, 'data');
  await mkdir(dataDir);
  keys = await loadKeys({ dataDir });
  file = join(home, 'backup');
  targetUrl = await emptyDatabase();
});
afterEach(async () => {
  await rm(home, { recursive: true });
  for (const name of empty.splice(0)) await run(inject('serverUrl'), `drop database ${name} with (force)`);
});

async function emptyDatabase(): Promise<string> {
  const name = `restore_${randomBytes(6).toString('hex')}`;
  await run(inject('serverUrl'), `create database ${name} template template0`);
  empty.push(name);
  return databaseUrl(inject('serverUrl'), name);
}

async function run(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const TABLES = `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration' order by 1`;

/** Every row of every table, as the database itself writes it. */
async function everything(url: string): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { name } of await run(url, TABLES))
    all[String(name)] = (await run(url, `select t::text as row from "${name}" t order by 1`)).map(
      ({ row }) => row,
    );
  return all;
}

const blobs = (name = 'blobs') => diskBlobs(join(home, name), keys);
const make = (more: Partial<BackupOptions> = {}) =>
  backup({
    url: source.url,
    blobs: blobs(),
    file,
    version: '1.2.3',
    now: new Date('2026-03-01T10:00:00Z'),
    keyCheck: keyCheck(keys),
    ...more,
  });
const bring = (more: Partial<RestoreOptions> = {}) =>
  restore({
    url: targetUrl,
    blobs: blobs('restored'),
    file,
    migrations: 'migrations',
    keyCheck: keyCheck(keys),
    ...more,
  });
async function put(content: Uint8Array): Promise<string> {
  async function* one() {
    yield content;
  }
  return (await blobs().put(one(), { maxBytes: 1e9 })).hash;
}

describe('a backup', () => {
  it('brings back every row of every table, and every blob', async () => {
    const contents = [randomBytes(10), randomBytes(2_500_000), Buffer.alloc(0)];
    const hashes = await Promise.all(contents.map(put));
    const made = await make();
    const before = await everything(source.url);
    const tables = Object.values(before);
    expect(tables.length).toBeGreaterThan(25);
    expect(tables.every((rows) => (rows as unknown[]).length === 5)).toBe(true);
    const report = await bring();
    expect(await everything(targetUrl)).toEqual(before);
    expect(report).toEqual({
      createdAt: '2026-03-01T10:00:00.000Z',
      version: '1.2.3',
      rows: tables.length * 5,
      blobs: 3,
      keysMatch: true,
    });
    expect(made).toMatchObject({ tables: tables.length, rows: report.rows, blobs: 3 });
    expect(made.bytes).toBe((await stat(file)).size);
    for (const [index, hash] of hashes.entries())
      expect(Buffer.concat(await Array.fromAsync(blobs('restored').open(hash)))).toEqual(contents[index]);
  });

  it('leaves a database that goes on: numbers continue, keys and triggers hold, the next start migrates', async () => {
    await make();
    await bring();
    await run(targetUrl, `insert into audit_entry (actor, action, subject) values ('a', 'b', 'c')`);
    const ids = await run(targetUrl, 'select max(id) as newest, count(*) as n from audit_entry');
    expect(ids).toEqual([{ newest: 6, n: 6 }]);
    await expect(run(targetUrl, 'delete from audit_entry')).rejects.toThrow('append-only');
    await expect(
      run(
        targetUrl,
        `insert into membership (person_id, team_id) values (gen_random_uuid(), gen_random_uuid())`,
      ),
    ).rejects.toThrow('foreign key');
    const constraints = `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace order by 1, 2`;
    expect(await run(targetUrl, constraints)).toEqual(await run(source.url, constraints));
    expect(await migrate(targetUrl, 'migrations')).toEqual([]);
  });

  it('is one moment: what is written meanwhile is not in it', async () => {
    const extra = `insert into ticket_queue (key) values ('LATE')`;
    let added = false;
    await make({
      progress: async () => {
        if (!added) await run(source.url, extra);
        added = true;
      },
    });
    expect(added).toBe(true);
    await run(source.url, `delete from ticket_queue where key = 'LATE'`);
    await bring();
    expect(await everything(targetUrl)).toEqual(await everything(source.url));
  });

  it('is readable by its owner only and appears only when it is complete', async () => {
    await make();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(home)).filter((name) => name.startsWith('backup'))).toEqual(['backup']);
    const failing = {
      ...blobs(),
      list: () => {
        throw new Error('store is down');
      },
    };
    await expect(make({ file: `${file}2`, blobs: failing })).rejects.toThrow('store is down');
    expect((await readdir(home)).filter((name) => name.startsWith('backup'))).toEqual(['backup']);
  });

  it('holds the keys only when asked, and gives them to a data directory that has none', async () => {
    await make();
    const other = join(home, 'other');
    await mkdir(other);
    expect(await restoreKeys(file, other)).toEqual([]);
    const key = (await readFile(join(dataDir, 'key'), 'utf8')).trim();
    expect((await readFile(file)).includes(key)).toBe(false);
    await make({ keyFiles: { encryption: join(dataDir, 'key'), identity: join(dataDir, 'identity.key') } });
    expect(await restoreKeys(file, other)).toEqual(['key', 'identity.key']);
    expect((await stat(join(other, 'key'))).mode & 0o777).toBe(0o600);
    expect(keyCheck(await loadKeys({ dataDir: other }))).toBe(keyCheck(keys));
    await expect(restoreKeys(file, other)).rejects.toMatchObject({ code: 'LK-RESTORE' });
    expect((await bring()).rows).toBeGreaterThan(0);
  });

  it('tells when the keys at hand are not its own', async () => {
    await make();
    const other = await loadKeys({ dataDir: join(home, 'other') });
    expect((await bring({ keyCheck: keyCheck(other) })).keysMatch).toBe(false);
  });
});

describe('a restore is refused, and nothing of it stays,', () => {
  const refused = async (more: Partial<RestoreOptions> = {}) => {
    const error = await bring(more).catch((e) => e);
    expect(error).toMatchObject({ code: 'LK-RESTORE' });
    return error.message as string;
  };
  const rowsIn = async (url: string) => Object.values(await everything(url)).flat().length;

  it('into a database that holds rows', async () => {
    await make();
    await bring();
    const before = await everything(targetUrl);
    expect(await refused()).toContain('not empty');
    expect(await everything(targetUrl)).toEqual(before);
  });

  it('from a file that is no backup', async () => {
    await writeFile(file, 'hello');
    await refused();
  });

  it('from a file that was cut off anywhere', async () => {
    await put(randomBytes(100_000));
    await make();
    const whole = await readFile(file);
    for (const part of [0, 0.1, 0.5, 0.9]) {
      await writeFile(file, whole.subarray(0, Math.floor(whole.length * part)));
      await refused();
      expect(await rowsIn(targetUrl)).toBe(0);
    }
    await writeFile(file, whole.subarray(0, whole.length - 1));
    await refused();
    expect(await rowsIn(targetUrl)).toBe(0);
  });

  it('from a file in which a byte was changed', async () => {
    await make();
    const whole = await readFile(file);
    for (const part of [0.2, 0.5, 0.8]) {
      const changed = Buffer.from(whole);
      changed[Math.floor(whole.length * part)]! ^= 1;
      await writeFile(file, changed);
      await refused();
      expect(await rowsIn(targetUrl)).toBe(0);
    }
  });

  it('when this version does not know the schema of the backup', async () => {
    const folder = join(home, 'migrations');
    await mkdir(folder);
    for (const name of await readdir('migrations'))
      await copyFile(join('migrations', name), join(folder, name));
    await make();
    await writeFile(join(folder, '0001_house.sql'), 'create table other (id int);');
    expect(await refused({ migrations: folder })).toContain('does not know');
  });

  it('into an empty database of a newer schema; an older backup is brought up by the next start', async () => {
    const folder = join(home, 'migrations');
    await mkdir(folder);
    for (const name of await readdir('migrations'))
      await copyFile(join('migrations', name), join(folder, name));
    await writeFile(join(folder, '9999_later.sql'), 'create table later (id int);');
    await make();
    await migrate(targetUrl, folder);
    expect(await refused({ migrations: folder })).toContain('newer schema');
    const fresh = await emptyDatabase();
    await bring({ url: fresh, migrations: folder });
    expect(await migrate(fresh, folder)).toEqual(['9999_later.sql']);
  });
});
