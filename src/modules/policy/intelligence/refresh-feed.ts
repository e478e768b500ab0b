import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Kysely } from 'kysely';
import { lockFor } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { type EpssRow, type FeedName, type KevRow, parseEpss, parseKev } from './feed-parse.ts';
import { type FeedRow, feedRow, keepFeedError, keepFeedRow, replaceEpss, replaceKev } from './store.ts';

export type FeedResult =
  | { name: FeedName; state: 'loaded' | 'same'; version: string; entries: number }
  /** What is held stays. `reachable` is false when the source gave no answer: trying again can help. */
  | { name: FeedName; state: 'refused'; reason: string; reachable: boolean };

/** Fetches a URL; guarded against private addresses by the caller's client. */
export type FetchBytes = (url: string) => Promise<Uint8Array>;

/** EPSS has 11 MB, KEV 1.5 MB; anything near this is not the feed. */
const MAX_BYTES = 256 * 1024 ** 2;
/** Feeds only grow but for a few withdrawn ids: much less is half a file. */
const MIN_SHARE = 0.9;
const DAY_MS = 24 * 60 * 60 * 1000;

type Content = { name: 'kev'; rows: KevRow[] } | { name: 'epss'; rows: EpssRow[] };
interface Candidate {
  content: Content;
  version: string;
  asOf: Date;
  checksum: string;
}

/**
 * Loads a feed from a file or a URL, plain or as gzip. It replaces the held one in one transaction, and only
 * if it is sound and not older; otherwise the held one stays and `last_error` says why.
 */
export async function refreshFeed(
  db: Kysely<DB>,
  fetchBytes: FetchBytes,
  name: FeedName,
  source: string,
  now: Date,
): Promise<FeedResult> {
  const candidate = await readCandidate(fetchBytes, name, source, now);
  if ('reason' in candidate) return refuse(db, name, source, now, candidate);
  const outcome = await db.transaction().execute(async (tx): Promise<FeedResult | Refusal> => {
    await lockFor(tx, 'feed', name);
    const held = await feedRow(tx, name);
    const objection = held ? objectionTo(candidate, held, source) : null;
    if (objection) return { reason: objection, reachable: true };
    const { content, checksum } = candidate;
    const same = held?.checksum === checksum;
    if (!same) await (content.name === 'kev' ? replaceKev(tx, content.rows) : replaceEpss(tx, content.rows));
    const version = `${candidate.version} ${candidate.asOf.toISOString()}`;
    const entries = content.rows.length;
    await keepFeedRow(tx, { name, source, version, loaded_at: now, checksum, entries, last_error: null });
    return { name, state: same ? 'same' : 'loaded', version, entries };
  });
  return 'state' in outcome ? outcome : refuse(db, name, source, now, outcome);
}

interface Refusal {
  reason: string;
  reachable: boolean;
}

async function readCandidate(
  fetchBytes: FetchBytes,
  name: FeedName,
  source: string,
  now: Date,
): Promise<Candidate | Refusal> {
  let bytes: Uint8Array;
  try {
    bytes = await readSource(fetchBytes, source);
  } catch (error) {
    return { reason: `the source gives no answer: ${messageOf(error)}`, reachable: false };
  }
  const text = await textOf(bytes);
  if (text === null) return { reason: 'the file is too large, or its gzip is damaged', reachable: true };
  const parsed = name === 'kev' ? parseKev(text) : parseEpss(text);
  if (parsed.problem !== undefined) return { reason: parsed.problem, reachable: true };
  // A date far ahead would make every later feed look old.
  if (parsed.asOf.getTime() > now.getTime() + 2 * DAY_MS)
    return { reason: `its date, ${dayOf(parsed.asOf)}, lies in the future`, reachable: true };
  return {
    content: { name, rows: parsed.rows } as Content,
    version: parsed.version,
    asOf: parsed.asOf,
    checksum: createHash('sha256').update(bytes).digest('hex'),
  };
}

async function readSource(fetchBytes: FetchBytes, source: string): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(source)) return fetchBytes(source);
  if ((await stat(source)).size > MAX_BYTES) throw new Error('the file is too large');
  return readFile(source);
}

async function textOf(bytes: Uint8Array): Promise<string | null> {
  if (bytes.length > MAX_BYTES) return null;
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    const plain = packed ? await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

/** Why a sound feed is not better than the held one, or null. */
function objectionTo({ content, asOf }: Candidate, held: FeedRow, source: string): string | null {
  const heldAsOf = asOfVersion(held.version);
  if (heldAsOf && asOf < heldAsOf)
    return `it is of ${dayOf(asOf)}, older than the one held (${dayOf(heldAsOf)})`;
  // Another source was chosen by a person, who may know why it is smaller.
  const shrunk = held.source === source && content.rows.length < held.entries * MIN_SHARE;
  return shrunk
    ? `it has ${content.rows.length} entries where ${held.entries} are held, perhaps cut off`
    : null;
}

/** The date of a feed's data, from the version as it is stored: `<version> <ISO time>`. */
export function asOfVersion(version: string | null): Date | null {
  const at = new Date(version?.split(' ').at(-1) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'unknown error');

async function refuse(
  db: Kysely<DB>,
  name: FeedName,
  source: string,
  now: Date,
  { reason, reachable }: Refusal,
): Promise<FeedResult> {
  const told = `${now.toISOString()}: ${reason}`;
  await keepFeedError(db, {
    name,
    source,
    version: null,
    loaded_at: now,
    checksum: '',
    entries: 0,
    last_error: told,
  });
  return { name, state: 'refused', reason, reachable };
}
