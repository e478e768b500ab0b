import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import { lockFor } from '../../../platform/database/database.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import type { DB } from '../../schema.gen.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { keepChange } from './changes.ts';
import { checksumOf, type DownloadFeed, feedFile, type Marks, Refused, Unreachable } from './feed-file.ts';
import type { FeedName, FeedSource } from './feed-sources.ts';
import { type Candidate, type Content, readFeed } from './read-feed.ts';
import {
  type FeedRow,
  feedRow,
  holdsCatalogue,
  keepFeedChecked,
  keepFeedError,
  keepFeedRow,
} from './store.ts';
import { type Swapped, swapEpss, swapKev, swapSsvc } from './swap.ts';
import { thresholdsOf } from './thresholds.ts';

export type FeedResult =
  /** The source says, or its bytes show, that it is what is held. */
  | { name: FeedName; state: 'same'; entries: number }
  /** `touched`: vulnerabilities about which a decision can come out otherwise now. */
  | ({ name: FeedName; state: 'loaded'; version: string | null; entries: number; touched: number } & Swapped)
  /** What is held stays. `reachable` is false when the source gave no answer: trying again can help. */
  | { name: FeedName; state: 'refused'; reason: string; reachable: boolean };

export interface RefreshDeps {
  db: Kysely<DB>;
  ids: IdSource;
  clock: Clock;
  publish: Publish<DB>;
  download: DownloadFeed;
  /** Hears how far it is: what takes minutes says so. */
  progress?: (stage: string, detail: object) => void;
}

/** Feeds only grow but for a few withdrawn ids: much less is half a file. */
const MIN_SHARE = 0.9;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Loads a feed from a file or a URL, plain or as gzip. It replaces the held one in one transaction, and only
 * if it is sound and not older; otherwise the held one stays, and its row says why and since when.
 */
export async function refreshFeed(deps: RefreshDeps, feed: FeedSource): Promise<FeedResult> {
  const folder = await mkdtemp(join(tmpdir(), 'lanekeeper-feed-'));
  try {
    return await load(deps, feed, folder);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const reason = error.message;
    await keepFeedError(deps.db, { ...feed, reason, now: deps.clock.now() });
    return { name: feed.name, state: 'refused', reason, reachable: error instanceof Refused };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function load(deps: RefreshDeps, { name, source }: FeedSource, folder: string): Promise<FeedResult> {
  const { db, clock, progress } = deps;
  const held = await feedRow(db, name);
  const marks =
    held && held.entries > 0 && held.source === source ? marksOf(held) : { etag: null, lastModified: null };
  const fetched = await feedFile(deps.download, source, folder, marks);
  const now = clock.now();
  const checksum = fetched && (await checksumOf(fetched.file));
  if (held && (!fetched || held.checksum === checksum)) {
    if (fetched) await keepFeedRow(db, { ...held, source, ...stored(fetched), ...fresh(now) });
    else await keepFeedChecked(db, name, now);
    return { name, state: 'same', entries: held.entries };
  }
  if (!fetched || checksum === null)
    throw new Refused('the source says that nothing changed, but nothing is held');
  progress?.('feed fetched', { feed: name });
  const candidate = await readFeed(name, fetched.file, (records) =>
    progress?.('feed is read', { feed: name, records }),
  );
  // A date far ahead would make every later feed look old.
  if (candidate.asOf.getTime() > now.getTime() + 2 * DAY_MS)
    throw new Refused(`its date, ${dayOf(candidate.asOf)}, lies in the future`);
  progress?.('feed is sound and is written', { feed: name, entries: candidate.content.rows.length });
  return db
    .transaction()
    .execute((tx) =>
      exchange(deps, tx, candidate, { name, source, checksum, ...stored(fetched), ...fresh(now) }),
    );
}

const marksOf = ({ etag, last_modified }: FeedRow): Marks => ({ etag, lastModified: last_modified });
const stored = ({ etag, lastModified }: Marks) => ({ etag, last_modified: lastModified });
const fresh = (now: Date) => ({ loaded_at: now, checked_at: now, last_error: null, error_at: null });

type NewRow = Omit<FeedRow, 'name' | 'version' | 'entries' | 'as_of'> & { name: FeedName };

async function exchange(
  deps: RefreshDeps,
  tx: Transaction<DB>,
  { content, version, asOf, dayOnly }: Candidate,
  row: NewRow,
): Promise<FeedResult> {
  const { name } = row;
  await lockFor(tx, 'feed', name);
  const held = await feedRow(tx, name);
  const entries = content.rows.length;
  const objection = held ? objectionTo({ asOf, dayOnly, entries, source: row.source }, held) : null;
  if (objection) throw new Refused(objection);
  const swapped = await swap(tx, content);
  const touched = await keepChange(tx, deps, name, row.loaded_at);
  await keepFeedRow(tx, { ...row, version, entries, as_of: asOf });
  return { name, state: 'loaded', version, entries, touched, ...swapped };
}

async function swap(tx: Transaction<DB>, content: Content): Promise<Swapped> {
  switch (content.kind) {
    case 'kev':
      return swapKev(tx, content.catalogue, content.rows, !(await holdsCatalogue(tx)));
    case 'ssvc':
      return swapSsvc(tx, content.rows);
    case 'epss':
      return swapEpss(tx, content.rows, thresholdsOf((await loadActivePolicy(tx)).policy));
  }
}

/** Why a sound feed is not better than the held one, or null. */
function objectionTo(
  { asOf, dayOnly, entries, source }: { asOf: Date; dayOnly: boolean; entries: number; source: string },
  held: FeedRow,
): string | null {
  // Another source was chosen by a person, who may know why it is smaller; and a day alone tells less than a moment.
  const other = held.source !== source;
  const heldFrom = held.as_of && dayOnly ? new Date(dayOf(held.as_of)) : held.as_of;
  if (heldFrom && asOf < heldFrom && !(other && dayOnly))
    return `it is of ${dayOf(asOf)}, older than the one held (${dayOf(heldFrom)})`;
  return !other && entries < held.entries * MIN_SHARE
    ? `it has ${entries} entries where ${held.entries} are held, perhaps cut off`
    : null;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
