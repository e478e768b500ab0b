import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { SealedBlobs } from '../blobs/blob-store.ts';
import { createOnce } from '../create-once.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { type PartHeader, readBackupFile } from './backup-file.ts';
import { columnList, identifier, quoted, TEXT_SETTINGS, tablesOf } from './catalogue.ts';
import { type BackupHead, type BackupLast, backupHead, backupLast } from './manifest.ts';
import { withoutConstraints } from './without-constraints.ts';

export interface RestoreOptions {
  url: string;
  blobs: SealedBlobs;
  file: string;
  /** Folder of the migrations this version knows. */
  migrations: string;
  /** Of the keys at hand; see `keyCheck`. */
  keyCheck: string;
  progress?: (what: string) => void | Promise<void>;
}

export interface RestoreReport {
  /** When and by which version the backup was made. */
  createdAt: string;
  version: string;
  rows: number;
  blobs: number;
  /** False: reports in the backup are encrypted under keys that are not here, and secrets get a new identity. */
  keysMatch: boolean;
}

const columnNames = z.array(z.string()).min(1);

/**
 * Brings a backup into an empty database, all of it or nothing. Jobs are not in a backup: what waits is put
 * to work again by the next start.
 * @throws AppError LK-RESTORE when the database is not empty, the schema unknown or the file damaged
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const head = await readHead(options.file);
  const client = new pg.Client({ connectionString: options.url, application_name: 'lanekeeper restore' });
  // A connection that breaks is met by the next query; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await demandEmpty(client);
    await demandKnown(head, options.migrations);
    await migrate(options.url, options.migrations, head.migrations.length);
    await demandEqual(client, head);
    await client.query(`begin; ${TEXT_SETTINGS}`);
    const last = await withoutConstraints(client, () => readParts(client, options));
    for (const { name, value, called } of last.sequences)
      await client.query('select setval($1::regclass, $2, $3)', [quoted(name), value, called]);
    await client.query('commit');
    await client.query('analyze');
    return {
      createdAt: head.createdAt,
      version: head.version,
      rows: Object.values(last.rows).reduce((sum, n) => sum + n, 0),
      blobs: last.blobs,
      keysMatch: head.keyCheck === options.keyCheck,
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('LK-RESTORE', (error as Error).message, { cause: error });
  } finally {
    // Ends an open transaction too: nothing of it stays.
    await client.end().catch(() => {});
  }
}

/**
 * Writes the keys that a backup may hold into a data directory that has none, before they are loaded there.
 * @returns names of the files written
 * @throws AppError LK-RESTORE when there are keys already
 */
export async function restoreKeys(file: string, dataDir: string): Promise<string[]> {
  const written: string[] = [];
  for await (const part of readBackupFile(file)) {
    if (part.type === 'last' || !['head', 'key'].includes(part.header.kind)) break;
    const content = await whole(part.data);
    if (part.header.kind === 'key') written.push(await writeKey(dataDir, part.header.name, content));
  }
  return written;
}

async function writeKey(dataDir: string, name: string, content: string): Promise<string> {
  if (name !== 'key' && name !== 'identity.key')
    throw new AppError('LK-RESTORE', 'the backup holds a key of an unknown name');
  const target = join(dataDir, name);
  if (!(await createOnce(target, content)))
    throw new AppError('LK-RESTORE', `${target} is there already; move it away to take the backup’s keys`);
  return name;
}

async function whole(data: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(data)).toString('utf8');
}

async function readHead(file: string): Promise<BackupHead> {
  for await (const part of readBackupFile(file)) {
    if (part.type === 'part' && part.header.kind === 'head') return parsed(backupHead, part.header['head']);
    break;
  }
  throw new AppError('LK-RESTORE', 'the backup does not say what it holds');
}

async function demandEmpty(client: pg.Client): Promise<void> {
  for (const { name } of await tablesOf(client)) {
    const { rows } = await client.query<{ some: boolean }>(
      `select exists (select from ${quoted(name)}) as some`,
    );
    if (rows[0]?.some)
      throw new AppError('LK-RESTORE', `the database is not empty: the table ${name} holds rows`);
  }
}

async function demandKnown(head: BackupHead, folder: string): Promise<void> {
  const known = await readMigrations(folder);
  head.migrations.forEach(({ number, name, checksum }, index) => {
    if (known[index]?.number !== number || known[index]?.checksum !== checksum)
      throw new AppError(
        'LK-RESTORE',
        `the backup was made by ${head.version}, whose migration ${name} this version does not know`,
      );
  });
}

/** An empty database may have been migrated further than the backup. */
async function demandEqual(client: pg.Client, head: BackupHead): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from migration');
  if (rows[0]!.n !== head.migrations.length)
    throw new AppError('LK-RESTORE', 'the database has a newer schema than the backup: use a new database');
}

async function readParts(client: pg.Client, options: RestoreOptions): Promise<BackupLast> {
  const rows: Record<string, number> = {};
  let blobs = 0;
  for await (const part of readBackupFile(options.file)) {
    if (part.type === 'last') {
      const last = parsed(backupLast, part.last);
      demandAll(last, rows, blobs);
      return last;
    }
    const { header, data } = part;
    if (header.kind === 'table') {
      rows[header.name] = await loadTable(client, header, data);
      await options.progress?.(header.name);
    } else if (header.kind === 'blob') {
      await options.blobs.putSealed(header.name, data);
      if (++blobs % 1000 === 0) await options.progress?.(`${blobs} blobs`);
    } else {
      for await (const _ of data);
    }
  }
  throw new AppError('LK-RESTORE', 'the backup is damaged: it has no end');
}

async function loadTable(
  client: pg.Client,
  header: PartHeader,
  data: AsyncIterable<Uint8Array>,
): Promise<number> {
  const columns = parsed(columnNames, header['columns']);
  const copy = client.query(copyFrom(`copy ${quoted(header.name)} (${columnList(columns)}) from stdin`));
  await pipeline(data, copy).catch((cause) => {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'LK-RESTORE',
      `the rows of ${identifier(header.name)} were refused: ${cause.message}`,
      {
        cause,
      },
    );
  });
  return copy.rowCount;
}

/** A head or an end that is not as this version writes it is damage, or comes from a later version. */
function parsed<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (!result.success) throw new AppError('LK-RESTORE', 'the backup is damaged, or made by a later version');
  return result.data;
}

function demandAll(last: BackupLast, rows: Record<string, number>, blobs: number): void {
  const wrong = Object.keys(last.rows).find((name) => last.rows[name] !== rows[name]);
  if (wrong !== undefined || blobs !== last.blobs)
    throw new AppError('LK-RESTORE', `the backup is damaged: ${wrong ?? 'blobs'} is not complete`);
}
