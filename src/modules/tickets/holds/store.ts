import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { LEAD, type Lead } from '../lead-facts.ts';

type Tx = Transaction<DB>;

/**
 * Remembers what policy holds and forgets what it holds no longer.
 * @param days until the first look, where the finding's own decision names no day
 */
export async function keepHolds(tx: Tx, days: number, now: Date): Promise<void> {
  await sql`delete from ticket_hold h using v_findings_fix x
    where x.id = h.fix_id and (x.state = 'closed' or x.route <> 'hold')`.execute(tx);
  await sql`insert into ticket_hold (fix_id, since, review_at)
    select x.id, ${now}, coalesce(x.review_at, ${now}::timestamptz + make_interval(days => ${days}))
    from v_findings_fix x
    where x.state = 'open' and x.route = 'hold' and not exists (select from ticket k where k.fix_id = x.id)
    on conflict (fix_id) do nothing`.execute(tx);
}

export interface HeldFix extends Lead {
  id: string;
  reviewAt: Date;
  reviews: number;
}

const HELD = sql`select x.id, h.review_at as "reviewAt", h.reviews, lead.finding, lead.basis, lead.clock
  from ticket_hold h join v_findings_fix x on x.id = h.fix_id ${LEAD}
  where h.released_at is null and x.state = 'open' and x.route = 'hold'`;

/** Holds that nobody looked at since `unanswered`, and those that may not go on, once they are due. */
export async function dueHolds(
  db: Kysely<DB>,
  { now, unanswered, maxReviews }: { now: Date; unanswered: Date; maxReviews: number },
  limit: number,
): Promise<HeldFix[]> {
  const { rows } = await sql<HeldFix>`${HELD} and h.review_at <= ${now}
    and (h.review_at <= ${unanswered} or h.reviews >= ${maxReviews}) order by h.review_at, x.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function findHold(tx: Tx, fixId: string): Promise<HeldFix | null> {
  const { rows } = await sql<HeldFix>`${HELD} and h.fix_id = ${fixId} for update of h`.execute(tx);
  return rows[0] ?? null;
}

export interface KeptLook {
  id: string;
  reviewAt: Date;
  reviews: number;
}

export async function keepLooks(tx: Tx, looks: readonly KeptLook[]): Promise<void> {
  if (looks.length === 0) return;
  await sql`update ticket_hold h set review_at = u.at, reviews = u.reviews
    from unnest(${looks.map(({ id }) => id)}::uuid[], ${looks.map(({ reviewAt }) => reviewAt)}::timestamptz[],
      ${looks.map(({ reviews }) => reviews)}::int[]) u(id, at, reviews)
    where h.fix_id = u.id and h.released_at is null`.execute(tx);
}

/** From now on they go to their owners, whatever the policy holds. */
export async function releaseHolds(
  tx: Tx,
  fixIds: readonly string[],
  { by, note, at }: { by: string; note: string; at: Date },
): Promise<void> {
  if (fixIds.length === 0) return;
  await sql`update ticket_hold set released_at = ${at}, released_by = ${by}, note = ${note}
    where fix_id = any(${fixIds}::uuid[]) and released_at is null`.execute(tx);
}

/** The open findings of fixes: into their histories goes what is said of a hold. */
export async function findingsOf(
  tx: Tx,
  fixIds: readonly string[],
): Promise<{ fixId: string; findingId: string }[]> {
  const { rows } = await sql<{ fixId: string; findingId: string }>`
    select fix_id as "fixId", id as "findingId" from v_findings_finding
    where fix_id = any(${fixIds}::uuid[]) and state in ('open', 'reopened')`.execute(tx);
  return rows;
}

/** The tickets that fixes have. */
export async function ticketsOf(
  tx: Tx,
  fixIds: readonly string[],
): Promise<{ fixId: string; ticketId: string }[]> {
  const rows = await tx
    .selectFrom('ticket')
    .select(['fix_id', 'id'])
    .where('fix_id', 'in', [...fixIds])
    .execute();
  return rows.map((row) => ({ fixId: row.fix_id, ticketId: row.id }));
}
