import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { lockTarget } from '../target-lock.ts';
import { cover, type ExceptionDeps, uncover } from './apply.ts';
import { loadGranted } from './load-coverings.ts';
import { findException, type StoredException, updateException, wordsOf } from './store.ts';
import { OPEN, withinSql } from './store-extent.ts';
import { dayOf } from './words.ts';

/** Findings of one target that are written by one transaction. */
const AT_ONCE = 5000;

interface Place {
  targetId: string;
  id: string;
}

/**
 * Brings findings to what an exception says now: covers what it grants, opens again what it granted and no longer
 * does. In batches, each under the lock of its target; cut off anywhere, it is simply done again.
 * @param most stops after about so many, for callers who cannot wait
 * @returns how many findings changed
 */
export async function settleException(
  deps: ExceptionDeps,
  id: string,
  { most = Number.POSITIVE_INFINITY, signal }: { most?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const exception = await findException(deps.db, id);
  if (!exception) return 0;
  const granted = exception.state === 'granted';
  const candidates = granted ? await candidatesOf(deps, exception) : coveredBy(id);
  let changed = 0;
  let after: Place | null = null;
  while (changed < most && !signal?.aborted) {
    const page: Place[] = await nextPage(deps, candidates, after);
    for (const [targetId, places] of Map.groupBy(page, (place) => place.targetId)) {
      const ids = places.map((place) => place.id);
      changed += await (granted
        ? coverBatch(deps, id, targetId, sql`f.id = any(${ids}::uuid[]) and ${candidates}`)
        : uncoverBatch(deps, exception, targetId, ids));
    }
    after = page.at(-1) ?? null;
    if (page.length < AT_ONCE) break;
  }
  return changed;
}

/** Nothing is left to do; told on its page. */
export const markSettled = ({ db, clock }: ExceptionDeps, id: string): Promise<void> =>
  updateException(db, id, { settledAt: clock.now() });

/** Open ones in its extent; with one that goes on with another, what that one covered. */
async function candidatesOf({ db }: ExceptionDeps, exception: StoredException): Promise<RawBuilder<unknown>> {
  const within = await withinSql(db, exception, exception);
  const before = exception.extends;
  const free =
    before === null ? OPEN : sql`(${OPEN} or (f.state = 'excepted' and f.exception_id = ${before}))`;
  return sql`${within} and ${free}`;
}

const coveredBy = (id: string): RawBuilder<unknown> => sql`f.exception_id = ${id} and f.state = 'excepted'`;

async function nextPage(
  { db }: ExceptionDeps,
  candidates: RawBuilder<unknown>,
  after: Place | null,
): Promise<Place[]> {
  const from = after ? sql`and (f.target_id, f.id) > (${after.targetId}::uuid, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Place>`
    select f.target_id as "targetId", f.id from finding f where ${candidates} ${from}
    order by f.target_id, f.id limit ${AT_ONCE}`.execute(db);
  return rows;
}

const coverBatch = (
  deps: ExceptionDeps,
  id: string,
  targetId: string,
  candidates: RawBuilder<unknown>,
): Promise<number> =>
  deps.db.transaction().execute(async (tx) => {
    await lockTarget(tx, targetId);
    // Whoever revokes it waits for this, and then opens again what is covered here.
    const still = await findException(tx, id, 'share');
    const covering = still?.state === 'granted' ? await loadGranted(tx, id) : undefined;
    return covering ? cover(deps, tx, covering, { targetId, candidates, at: deps.clock.now() }) : 0;
  });

const uncoverBatch = (
  deps: ExceptionDeps,
  exception: StoredException,
  targetId: string,
  findingIds: string[],
): Promise<number> =>
  deps.db.transaction().execute(async (tx) => {
    await lockTarget(tx, targetId);
    const because = await endWords(tx, exception);
    const ended = { id: exception.id, because: () => because };
    return uncover(deps, tx, ended, { targetId, findingIds, at: deps.clock.now() });
  });

/** "the exception that Ada granted ended on 2026-11-21", or who revoked it and why. */
async function endWords(tx: Transaction<DB>, exception: StoredException): Promise<string> {
  const words = await wordsOf(tx, [exception.id]);
  const last = words.findLast(({ word }) => word === 'revoked' || word === 'extended');
  const note = last?.note ? `: ${last.note}` : '';
  if (exception.state === 'revoked' && last) return `${last.name} ended its exception${note}`;
  const by = words
    .filter(({ word }) => word === 'granted' || word === 'countersigned')
    .map(({ name }) => name);
  const whose = by.length > 0 ? `the exception that ${by.join(' and ')} granted` : 'its exception';
  return `${whose} ended on ${dayOf(exception.endedAt ?? exception.expiresAt ?? exception.askedAt)}`;
}
