import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { AppError } from '../../kernel/errors.ts';
import type { BlobStore, SealedBlobs } from '../blobs/blob-store.ts';
import { type BackupWriter, createBackupFile } from './backup-file.ts';
import { columnList, quoted, sequencesOf, TEXT_SETTINGS, tablesOf } from './catalogue.ts';
import type { BackupHead, BackupLast } from './manifest.ts';

export interface BackupOptions {
  url: string;
  blobs: Pick<BlobStore, 'list'> & SealedBlobs;
  file: string;
  version: string;
  now: Date;
  /** Tells later whether the keys at hand are those of this backup; see `keyCheck`. */
  keyCheck: string;
  /** Key files to put into the backup. Without them its reports can be read only where the keys are. */
  keyFiles?: { encryption: string; identity: string };
  /** Told as the work goes on: a table or the number of blobs done. */
  progress?: (what: string) => void | Promise<void>;
}

export interface BackupReport {
  tables: number;
  rows: number;
  blobs: number;
  bytes: number;
}

/**
 * Copies every table of one snapshot, and the blobs as they lie (encrypted), into one file. The product may
 * go on working meanwhile. Memory stays bounded.
 * @throws AppError LK-BLOB, or what the database says; nothing is left under the file's name
 */
export async function backup(options: BackupOptions): Promise<BackupReport> {
  const client = new pg.Client({ connectionString: options.url, application_name: 'lanekeeper backup' });
  // A connection that breaks is met by the next query; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  const writer = await createBackupFile(options.file).catch(async (error) => {
    await client.end();
    throw error;
  });
  try {
    await client.query(`begin isolation level repeatable read read only; ${TEXT_SETTINGS}`);
    await writeHead(client, writer, options);
    const rows = await writeTables(client, writer, options);
    const sequences = await sequencesOf(client);
    await client.query('commit');
    const blobs = await writeBlobs(writer, options);
    const last: BackupLast = { rows, sequences, blobs };
    const bytes = await writer.finish(last);
    const tables = Object.keys(rows).length;
    return { tables, rows: Object.values(rows).reduce((sum, n) => sum + n, 0), blobs, bytes };
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The head comes first, then the keys, so that both can be read without reading the rest. */
async function writeHead(client: pg.Client, writer: BackupWriter, options: BackupOptions): Promise<void> {
  const migrations = await client.query<{ number: number; name: string; checksum: string }>(
    'select number, name, checksum from migration order by number',
  );
  const head: BackupHead = {
    version: options.version,
    createdAt: options.now.toISOString(),
    keyCheck: options.keyCheck,
    migrations: migrations.rows,
  };
  await writer.part({ kind: 'head', name: 'head', head }, nothing(), { gzip: false });
  if (!options.keyFiles) return;
  const { encryption, identity } = options.keyFiles;
  await writer.part({ kind: 'key', name: 'key' }, one(await readFile(encryption)), { gzip: false });
  await writer.part({ kind: 'key', name: 'identity.key' }, one(await readFile(identity)), { gzip: false });
}

async function writeTables(client: pg.Client, writer: BackupWriter, { progress }: BackupOptions) {
  const rows: Record<string, number> = {};
  for (const { name, columns } of await tablesOf(client)) {
    const copy = client.query(copyTo(`copy ${quoted(name)} (${columnList(columns)}) to stdout`));
    await writer.part({ kind: 'table', name, columns }, copy, { gzip: true });
    rows[name] = copy.rowCount;
    await progress?.(name);
  }
  return rows;
}

async function writeBlobs(writer: BackupWriter, { blobs, progress }: BackupOptions): Promise<number> {
  let count = 0;
  for await (const { hash } of blobs.list()) {
    const data = await opened(blobs, hash);
    // What retention removes between listing and reading is not missed.
    if (!data) continue;
    await writer.part({ kind: 'blob', name: hash }, data, { gzip: false });
    if (++count % 1000 === 0) await progress?.(`${count} blobs`);
  }
  return count;
}

async function opened(blobs: SealedBlobs, hash: string): Promise<AsyncIterable<Uint8Array> | null> {
  try {
    await blobs.sealedSize(hash);
    return blobs.openSealed(hash);
  } catch (error) {
    if (error instanceof AppError && error.code === 'LK-BLOB') return null;
    throw error;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
