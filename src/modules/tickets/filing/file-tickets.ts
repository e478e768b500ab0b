import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { IdSource } from '../../../kernel/ids.ts';
import { type PlannedAct, plan } from '../../../platform/outbox/plan.ts';
import type { ConnectionsDeps } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type Followed, follow } from './follow.ts';
import { type Due, insertFilings, type Owner, takeFilings, tellFilings } from './store.ts';
import { placesFor, type Tracker, trackersOf } from './trackers.ts';

type Tx = Transaction<DB>;

export interface FilingDeps {
  ids: IdSource;
  /** Without it, tickets stay with us. */
  loadConnector?: ConnectionsDeps['loadConnector'];
}

export const FILING_TOPIC = 'filing';

/**
 * What follows in the transaction that made, changed or commented on tickets: where a tracker is connected to their
 * queue, they are filed, or what changed is told.
 */
export const fileTickets = (tx: Tx, deps: FilingDeps, ticketIds: readonly string[]): Promise<void> =>
  fileAll(tx, deps, 'ticket', ticketIds);

/** The same for asks. */
export const fileAsks = (tx: Tx, deps: FilingDeps, askIds: readonly string[]): Promise<void> =>
  fileAll(tx, deps, 'ask', askIds);

async function fileAll(tx: Tx, deps: FilingDeps, owner: Owner, ownerIds: readonly string[]): Promise<void> {
  if (!deps.loadConnector || ownerIds.length === 0) return;
  const trackers = await trackersOf(tx, deps.loadConnector);
  if (trackers.length > 0) await fileWith(tx, deps, trackers, owner, ownerIds);
}

/** @param commentsSince comments of before are not told of what is filed only now */
export async function fileWith(
  tx: Tx,
  { ids }: Pick<FilingDeps, 'ids'>,
  trackers: readonly Tracker[],
  owner: Owner,
  ownerIds: readonly string[],
  commentsSince: Date | null = null,
): Promise<void> {
  const followed = await loadFollowed(tx, owner, [...new Set(ownerIds)]);
  const places = placesFor(
    trackers,
    followed.map(({ queue }) => queue),
  );
  const { file, take, tell } = follow(followed, places);
  await planTelling(tx, ids, [
    ...(await insertFilings(
      tx,
      owner,
      file.map((one) => ({ ...one, id: ids.next() })),
      commentsSince,
    )),
    ...(await takeFilings(tx, take, commentsSince)),
    ...(await tellFilings(tx, tell)),
  ]);
}

/** Acts that tell these filings, each as it was counted up. */
export const planTelling = (tx: Tx, ids: IdSource, due: readonly Due[]): Promise<number> =>
  plan(tx, ids, due.map(actOf));

const actOf = ({ id, rev, connectionId, about }: Due): PlannedAct => ({
  topic: FILING_TOPIC,
  idempotencyKey: `filing:${id}:${rev}`,
  payload: { filingId: id },
  lane: connectionId,
  subject: `filing:${id}`,
  about,
});

/** A condition on `o`: it is to be done. */
export const openOf = (owner: Owner): RawBuilder<boolean> =>
  owner === 'ticket' ? sql`o.state <> 'closed'` : sql`o.state in ('open', 'in-progress')`;

async function loadFollowed(tx: Tx, owner: Owner, ids: readonly string[]): Promise<Followed[]> {
  const { rows } = await sql<Followed>`
    select o.id, o.queue, ${openOf(owner)} as open,
      case when f.id is not null then json_build_object('id', f.id, 'connectionId', f.connection_id, 'system', f.system,
        'place', f.place, 'state', f.state, 'remoteId', f.remote_id, 'begun', f.begun) end as filing
    from ${sql.table(owner)} o left join filing f on f.${sql.ref(`${owner}_id`)} = o.id
    where o.id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}
