import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { ConnectionChanged } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { TicketDeps } from '../plan-scan.ts';
import { fileWith, openOf, planTelling } from './file-tickets.ts';
import { type Owner, tellFilings } from './store.ts';
import { placesFor, type Tracker, trackersOf } from './trackers.ts';

type Tx = Transaction<DB>;

/** Tickets that one transaction files. */
const CHUNK = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Comments of the last minutes are told of tickets that were made before: one may just be on its way. */
const RECENT_MS = 10 * 60_000;

/** Once an hour: a ticket may have been planned in the moment in which a tracker was connected. */
export const ADOPT_TICKETS_CRON = '23 * * * * adopt-tickets';

export const adoptTicketsJob = (deps: TicketDeps): Job<object> => ({
  name: 'adopt-tickets',
  payload: z.object({}).loose(),
  // The next one comes in an hour.
  maxAttempts: 1,
  async run(_payload, { log }) {
    const { filed, told } = await adoptTickets(deps, null);
    if (filed + told > 0) log.info({ filed, told }, 'tickets that were not in their tracker go there');
  },
});

/**
 * Files what is open and not filed where its queue leads, and tells what was not told.
 * @param changed the connection that was changed just now: what it refused before is tried again
 */
export async function adoptTickets(
  deps: TicketDeps,
  changed: ConnectionChanged | null,
): Promise<{ filed: number; told: number }> {
  const trackers = deps.loadConnector ? await trackersOf(deps.db, deps.loadConnector) : [];
  if (trackers.length === 0) return { filed: 0, told: 0 };
  let filed = 0;
  for (const owner of ['ticket', 'ask'] as const)
    filed += await inChunks(deps, (tx, after) => adoptChunk(tx, deps, trackers, owner, after));
  const told = await inChunks(deps, (tx, after) => tellBehind(tx, deps, trackers, changed, after));
  return { filed, told };
}

/** @param act on the next ids after that one; what it gives back is where it came to, if there may be more */
async function inChunks(
  { db }: TicketDeps,
  act: (tx: Tx, after: string) => Promise<readonly string[]>,
): Promise<number> {
  let done = 0;
  for (let after: string | undefined = FIRST; after; ) {
    const from: string = after;
    const ids = await db.transaction().execute((tx) => act(tx, from));
    done += ids.length;
    after = ids.length < CHUNK ? undefined : ids.at(-1);
  }
  return done;
}

async function adoptChunk(
  tx: Tx,
  deps: TicketDeps,
  trackers: readonly Tracker[],
  owner: Owner,
  after: string,
): Promise<string[]> {
  const open = openOf(owner);
  const queues = await sql<{ queue: string }>`
    select distinct o.queue from ${sql.table(owner)} o where ${open}`.execute(tx);
  const places = placesFor(
    trackers,
    queues.rows.map(({ queue }) => queue),
  );
  const mapped = [...places].map(([queue, { connectionId, place }]) => ({ queue, connectionId, place }));
  // Who comments on a ticket holds it for a moment: what is held now is found in an hour.
  const { rows } = await sql<{ id: string }>`
    select o.id from ${sql.table(owner)} o
    join jsonb_to_recordset(${JSON.stringify(mapped)}::jsonb) m(queue text, "connectionId" uuid, place text) on m.queue = o.queue
    left join filing f on f.${sql.ref(`${owner}_id`)} = o.id
    where ${open} and o.id > ${after} and (f.id is null or f.connection_id is null or (f.state = 'wanted'
      and f.remote_id is null and f.begun is null and (f.connection_id, f.place) is distinct from (m."connectionId", m.place)))
    order by o.id limit ${CHUNK} for update of o skip locked`.execute(tx);
  const ids = rows.map(({ id }) => id);
  const since = new Date(deps.clock.now().getTime() - RECENT_MS);
  if (ids.length > 0) await fileWith(tx, deps, trackers, owner, ids, since);
  return ids;
}

/** What was not told, and has no act that is going to: the connection was off, or refused it. */
async function tellBehind(
  tx: Tx,
  { ids }: TicketDeps,
  trackers: readonly Tracker[],
  changed: ConnectionChanged | null,
  after: string,
): Promise<string[]> {
  const connections = trackers.map(({ connectionId }) => connectionId);
  const { connectionId = null, resumed = false } = changed ?? {};
  // What happened while it was off was not counted.
  const missed = sql`${resumed} and f.connection_id = ${connectionId} and (f.told ->> 'state' is distinct from 'done'
    or exists (select from ticket k where k.id = f.ticket_id and k.state <> 'closed')
    or exists (select from ask a where a.id = f.ask_id and a.state in ('open', 'in-progress')))`;
  const { rows } = await sql<{ id: string }>`
    select f.id from filing f
    where f.connection_id = any(${connections}::uuid[]) and f.id > ${after} and f.state <> 'left'
      and (f.told_rev < f.wanted_rev or ${missed})
      and not exists (select from outbox o where o.subject = 'filing:' || f.id and o.state = 'pending')
      -- What was refused waits for a person, who changes the connection or has it tried again.
      and (f.problem is null or f.connection_id is not distinct from ${connectionId}::uuid)
    order by f.id limit ${CHUNK}`.execute(tx);
  const behind = rows.map(({ id }) => id);
  await planTelling(tx, ids, await tellFilings(tx, behind));
  return behind;
}
