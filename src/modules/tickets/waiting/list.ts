import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { listWaitingQuery, WaitingFix, WaitingPage } from '../../../contract/pacing.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { baseWords } from '../../findings/pure.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import { type Policy, waitWords, weekStart } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { BY_USE, madeSince } from '../pacing/store.ts';

type Query = z.output<typeof listWaitingQuery>;

interface Row {
  id: string;
  kind: WaitingFix['kind'];
  title: string;
  team_id: string;
  team_key: string;
  team_name: string;
  target_kind: WaitingFix['target']['kind'];
  target_key: string;
  priority: number;
  due_at: Date | null;
  findings: number;
  since: Date;
  because: string | null;
  position: number;
  of: number;
  base_key: string | null;
  base_owner: string | null;
  reasons: string[] | null;
  review_at: Date | null;
  look_again: boolean;
  reviews: number;
  total: number;
}

/** Fixes without a ticket: what waits for its wave, what is held, what waits for the image it comes with. */
const WAITING = (now: Date) => sql`
  select w.fix_id as id, 'paced' as kind, w.team_id, w.since, w.because,
    (row_number() over (partition by w.team_id order by ${BY_USE(now)}))::int as position,
    (count(*) over (partition by w.team_id))::int as of,
    null::text as base_key, null::uuid as base_team, null::timestamptz as review_at, 0 as reviews
  from ticket_waiting w join v_findings_fix x on x.id = w.fix_id
  union all
  select x.id, 'held', x.owner_team_id, coalesce(h.since, x.opened_at), null, 0, 0, null, null,
    coalesce(h.review_at, x.review_at), coalesce(h.reviews, 0)
  from v_findings_fix x left join ticket_hold h on h.fix_id = x.id
  where x.state = 'open' and x.route = 'hold' and h.released_at is null
    and not exists (select from ticket k where k.fix_id = x.id)
  union all
  select x.id, 'base', x.owner_team_id, x.opened_at, null, 0, 0, b.key, b.owner_team_id, null, 0
  from v_findings_fix x join v_findings_fix_base b on b.fix_id = x.id
  where x.base_target_id is not null and b.waits and x.state = 'open' and x.route <> 'hold'
    and not exists (select from ticket k where k.fix_id = x.id)`;

/** What has no ticket, and why. Nothing that is open is missing here and in the list of tickets at once. */
export async function listWaiting(db: Kysely<DB>, query: Query, now: Date): Promise<WaitingPage> {
  const { policy } = await loadActivePolicy(db);
  const offset = cursorOffset(query.cursor);
  const { rows } = await sql<Row>`
    select w.*, x.title, t.key as team_key, t.name as team_name, x.target_kind, x.target_key, x.priority, x.due_at,
      x.open_findings as findings, b.name as base_owner, lead.because as reasons,
      (w.kind = 'held' and w.review_at <= ${now}) is true as look_again, (count(*) over ())::int as total
    from (${WAITING(now)}) w
    join v_findings_fix x on x.id = w.id
    join v_organisation_team t on t.id = w.team_id
    left join v_organisation_team b on b.id = w.base_team
    left join lateral (
      select d.because from v_findings_finding f join v_findings_reason d on d.id = f.decision_reason_id
      where w.kind = 'held' and f.fix_id = w.id and f.state in ('open', 'reopened')
      order by f.priority, coalesce(f.due_at, 'infinity'), f.id limit 1) lead on true
    where ${conditionsOf(query, now)}
    order by look_again desc, x.priority, x.due_at nulls last, w.position, w.id
    limit ${query.limit + 1} offset ${offset}`.execute(db);
  const made = await madeOf(db, policy, rows, now);
  const next = rows.length > query.limit ? String(offset + query.limit) : null;
  return {
    items: rows.slice(0, query.limit).map((row) => shown(row, policy, made, now)),
    next,
    total: rows[0]?.total ?? 0,
  };
}

function conditionsOf({ team, kind, lookAgain }: Query, now: Date): RawBuilder<unknown> {
  const found = [sql`true`];
  if (team !== undefined) found.push(sql`t.key = ${team}`);
  if (kind) found.push(sql`w.kind = ${kind}`);
  if (lookAgain) found.push(sql`w.kind = 'held' and w.review_at <= ${now}`);
  return sql.join(found, sql` and `);
}

/** The list is read from the front, so a position is cursor enough. */
function cursorOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  return Number(cursor);
}

function madeOf(db: Kysely<DB>, policy: Policy, rows: readonly Row[], now: Date) {
  const teams = new Set(rows.flatMap((row) => (row.kind === 'paced' ? [row.team_id] : [])));
  return madeSince(db, [...teams], weekStart(now, policy.deadlines.timeZone));
}

function shown(row: Row, policy: Policy, made: ReadonlyMap<string, number>, now: Date): WaitingFix {
  return {
    id: toPublicId('fix', row.id),
    kind: row.kind,
    title: row.title,
    team: { key: row.team_key, name: row.team_name },
    target: { kind: row.target_kind, key: row.target_key },
    priority: PRIORITIES[row.priority] ?? 'P4',
    dueAt: row.due_at?.toISOString() ?? null,
    findings: row.findings,
    since: row.since.toISOString(),
    ...wordsOf(row, policy, made.get(row.team_id) ?? 0, now),
    reviewAt: row.review_at?.toISOString() ?? null,
    lookAgain: row.look_again,
    reviews: row.reviews,
    maxReviews: policy.holds.maxReviews,
  };
}

function wordsOf(row: Row, policy: Policy, made: number, now: Date): { because: string; until: string } {
  if (row.kind === 'paced') {
    const { newTicketsPerTeamPerWeek: cap } = policy.pacing;
    const place = { position: row.position, of: row.of, team: row.team_name, made, cap };
    const until = waitWords({ ...place, timeZone: policy.deadlines.timeZone }, now);
    return { because: row.because ?? '', until };
  }
  if (row.kind === 'base') {
    const owner = row.base_owner ?? '';
    return {
      because: baseWords({ key: row.base_key ?? '', owner, waits: true }),
      until: `until ${owner} has mended the image it is built on`,
    };
  }
  const held = row.reasons?.find((reason) => reason.startsWith('held until '));
  const day = row.review_at?.toISOString().slice(0, 10);
  return {
    because: held ?? 'held by the policy',
    until: row.look_again
      ? 'time to look again: does it go on, or does its owner get the ticket?'
      : `${held ? `until ${(held.slice('held until '.length).split(':')[0] ?? '').trim()}` : 'until it changes'}${day ? `; looked at again on ${day}` : ''}`,
  };
}
