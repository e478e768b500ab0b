import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import { lockFor } from '../../../../platform/database/database.ts';
import { enqueue } from '../../../../platform/jobs/jobs.ts';
import type { DB } from '../../../schema.gen.ts';
import { groupNames, type Statement } from '../aliases.ts';
import { FeedProblem, recordsOfFile, statementOfRecord } from './osv-records.ts';
import {
  type AliasFeed,
  aliasFeed,
  exchangeAliases,
  keepAliasError,
  keepAliasFeed,
} from './store-aliases.ts';

const OSV = 'osv';
export const CORRELATE_TARGETS = 'correlate-targets';

export type AliasResult =
  | { state: 'loaded' | 'same'; names: number /** Targets to be correlated again. */; targets: number }
  /** What is held stays. `reachable` is false when the source gave no answer: trying again can help. */
  | { state: 'refused'; reason: string; reachable: boolean };

/** Writes what a URL answers into a file; guarded against private addresses by the caller's client. */
export type Download = (url: string, file: string) => Promise<void>;

/** Names come and go by the day, but never by the tenth. */
const MIN_SHARE = 0.9;
/** Targets of one job: each has its own transaction, and a job that fails does them again. */
const TARGETS_AT_ONCE = 200;

/** Told of names, as findings carry them, that mean another vulnerability than before. */
export type TellNames = (tx: Transaction<DB>, names: string[]) => Promise<void>;

/**
 * Loads which names mean the same vulnerability from OSV data, a file or a URL. It replaces what is held in one
 * transaction, and only if it is sound; then exactly the targets are correlated again, by jobs, whose live findings
 * carry a name that changed its group.
 */
export async function refreshAliases(
  db: Kysely<DB>,
  download: Download,
  source: string,
  now: Date,
  tell: TellNames = async () => {},
): Promise<AliasResult> {
  const folder = await mkdtemp(join(tmpdir(), 'lanekeeper-osv-'));
  try {
    const file = await fileOf(source, folder, download);
    const checksum = await checksumOf(file);
    const held = await aliasFeed(db, OSV);
    if (held?.checksum === checksum) {
      await keepAliasFeed(db, { ...held, source, loaded_at: now, last_error: null });
      return { state: 'same', names: held.entries, targets: 0 };
    }
    const groups = await groupsIn(file);
    return await exchange(
      db,
      { name: OSV, source, checksum, loaded_at: now, entries: groups.size, last_error: null },
      groups,
      tell,
    );
  } catch (error) {
    if (error instanceof FeedProblem) return refuse(db, source, now, error.message, true);
    if (error instanceof Unreachable) return refuse(db, source, now, error.message, false);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class Unreachable extends Error {}

async function fileOf(source: string, folder: string, download: Download): Promise<string> {
  const isUrl = /^https?:\/\//i.test(source);
  const file = isUrl ? join(folder, 'feed') : source;
  try {
    if (isUrl) await download(source, file);
    else await stat(file);
    return file;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    throw new Unreachable(`the source gives no answer: ${why}`);
  }
}

async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** Only names that share a group; one record is held at a time. */
async function groupsIn(file: string): Promise<Map<string, string>> {
  const statements: Statement[] = [];
  let records = 0;
  for await (const record of recordsOfFile(file)) {
    records++;
    const statement = statementOfRecord(record);
    if (statement) statements.push(statement);
  }
  if (records === 0) throw new FeedProblem('there is no record in it');
  const groups = groupNames(statements);
  const sizes = new Map<string, number>();
  for (const group of groups.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  for (const [name, group] of groups) if (sizes.get(group) === 1) groups.delete(name);
  return groups;
}

async function exchange(
  db: Kysely<DB>,
  feed: AliasFeed,
  groups: ReadonlyMap<string, string>,
  tell: TellNames,
): Promise<AliasResult> {
  return db.transaction().execute(async (tx) => {
    await lockFor(tx, 'feed', OSV);
    const held = await aliasFeed(tx, OSV);
    // Another source was chosen by a person, who may know why it is smaller.
    if (held && held.source === feed.source && groups.size < held.entries * MIN_SHARE)
      throw new FeedProblem(`it has ${groups.size} names where ${held.entries} are held, perhaps cut off`);
    const { targets, names } = await exchangeAliases(tx, OSV, groups);
    if (names.length > 0) await tell(tx, names);
    await keepAliasFeed(tx, feed);
    for (let from = 0; from < targets.length; from += TARGETS_AT_ONCE)
      await enqueue(tx, CORRELATE_TARGETS, { targetIds: targets.slice(from, from + TARGETS_AT_ONCE) });
    return { state: 'loaded', names: groups.size, targets: targets.length };
  });
}

async function refuse(
  db: Kysely<DB>,
  source: string,
  now: Date,
  reason: string,
  reachable: boolean,
): Promise<AliasResult> {
  const last_error = `${now.toISOString()}: ${reason}`;
  await keepAliasError(db, { name: OSV, source, checksum: '', loaded_at: now, entries: 0, last_error });
  return { state: 'refused', reason, reachable };
}
