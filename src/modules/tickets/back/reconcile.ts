import { sql, type Transaction } from 'kysely';
import type { RemoteTicket, Tickets } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import { systemClock } from '../../../platform/clock.ts';
import type { Log } from '../../../platform/log.ts';
import { noteFailure, noteSuccess, openConnection } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { BackDeps } from './deps.ts';
import { planHearing } from './plan-hearing.ts';
import { notSeenSince } from './store.ts';

/** Trackers' clocks differ from ours, and what they index may come late: so far back is looked at again. */
const OVERLAP_MS = 5 * 60_000;
/** A place that was never looked at: what was filed there is not older, or the daily look finds it. */
const FIRST_LOOK_MS = 86_400_000;
/** Tickets that are compared by one statement; memory stays bounded however many changed. */
const AT_ONCE = 200;

export interface ReconciledPlace {
  connectionId: string;
  place: string;
}

/** Where tickets of ours are, in systems that are in use. */
export async function filedPlaces({ db }: Pick<BackDeps, 'db'>): Promise<ReconciledPlace[]> {
  const { rows } = await sql<ReconciledPlace>`
    select distinct f.connection_id as "connectionId", f.place
    from filing f join v_connections_connection c on c.id = f.connection_id and c.enabled
    where f.state = 'filed' order by 1, 2`.execute(db);
  return rows;
}

/**
 * Has read again what changed in a place and was not heard of: what webhooks missed. How far it came is kept with every
 * piece, so that another process goes on there.
 * @returns how many filings are read again
 */
export async function reconcilePlace(
  deps: BackDeps,
  place: ReconciledPlace,
  { log, signal }: { log: Log; signal?: AbortSignal },
): Promise<number> {
  const { connectionId } = place;
  try {
    const { connector, context } = await openConnection(deps, { id: connectionId });
    if (!connector.tickets?.keepsTickets) return 0;
    const missed = await readChanges(deps, place, connector.tickets.open(context), signal);
    if (!signal?.aborted) await keepProblem(deps, place, null);
    await noteSuccess(deps, connectionId);
    return missed;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Switched off since it was planned.
    if (error.code === 'LK-NOT-FOUND') return 0;
    log.warn(
      { connection: connectionId, place: place.place, code: error.code },
      'a tracker could not be read',
    );
    await keepProblem(deps, place, error);
    // What is wrong with one place alone is no word on the others.
    if (error.code !== 'LK-REFUSED') await noteFailure(deps, connectionId, error);
    return 0;
  }
}

async function readChanges(
  { db, ids }: BackDeps,
  place: ReconciledPlace,
  tickets: Tickets,
  signal: AbortSignal | undefined,
): Promise<number> {
  const since = await readUntil(db, place);
  let missed = 0;
  let piece: RemoteTicket[] = [];
  const compare = async () => {
    if (piece.length === 0) return;
    const [changed, last] = [piece, piece.at(-1)!];
    piece = [];
    await db.transaction().execute(async (tx) => {
      const now = systemClock.now();
      const hints = await notSeenSince(
        tx,
        place.connectionId,
        changed.map(({ id, updatedAt }) => ({ id, updatedAt })),
      );
      missed += await planHearing(tx, ids, hints, now);
      await keepReadUntil(tx, place, timeOf(last.updatedAt, now), now);
    });
  };
  for await (const ticket of tickets.changed(place.place, new Date(since.getTime() - OVERLAP_MS))) {
    piece.push(ticket);
    if (piece.length >= AT_ONCE) await compare();
    if (signal?.aborted) break;
  }
  await compare();
  return missed;
}

/** A time that makes no sense, or lies ahead, must not keep what is changed until then from being seen. */
function timeOf(text: string, now: Date): Date | null {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return null;
  return at > now ? now : at;
}

async function readUntil(db: BackDeps['db'], { connectionId, place }: ReconciledPlace): Promise<Date> {
  const row = await db
    .selectFrom('filing_place')
    .select('read_until')
    .where('connection_id', '=', connectionId)
    .where('place', '=', place)
    .executeTakeFirst();
  return row?.read_until ?? new Date(systemClock.now().getTime() - FIRST_LOOK_MS);
}

/** It never goes back, whatever order a tracker tells its tickets in. */
const keepReadUntil = (
  tx: Transaction<DB>,
  { connectionId, place }: ReconciledPlace,
  until: Date | null,
  now: Date,
): Promise<unknown> =>
  until === null
    ? Promise.resolve()
    : sql`
  insert into filing_place as p (connection_id, place, read_until, looked_at)
  values (${connectionId}, ${place}, ${until}, ${now})
  on conflict (connection_id, place) do update
    set read_until = greatest(p.read_until, excluded.read_until), looked_at = excluded.looked_at`.execute(tx);

function keepProblem({ db }: BackDeps, place: ReconciledPlace, error: AppError | null): Promise<unknown> {
  const now = systemClock.now();
  const problem = error && JSON.stringify({ code: error.code, says: error.message, at: now.toISOString() });
  const first = new Date(now.getTime() - (error ? FIRST_LOOK_MS : 0));
  return sql`
    insert into filing_place as p (connection_id, place, read_until, looked_at, problem)
    values (${place.connectionId}, ${place.place}, ${first}, ${now}, ${problem}::jsonb)
    on conflict (connection_id, place) do update set looked_at = excluded.looked_at, problem = excluded.problem`.execute(
    db,
  );
}
