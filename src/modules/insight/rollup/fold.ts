import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { foldChecks, hasHeardStreams } from '../checks/fold-checks.ts';
import { COMPANY, DUE, fixedWithinSql, MEASURES, NO_DATE, SCANS } from './measures.ts';
import { keepScopes } from './scopes.ts';

/** The channel on which each process hears that the counts have changed. */
export const FOLDED = 'insight_folded';

/** Rows of changes taken at once: bounds memory and the time for which the lock is held. */
const BATCH = 20_000;

/** The changes in the counts that a batch of heard rows makes, per team and cell. */
export const findingCells = (limit: number) => sql`
  taken as (
    delete from insight_finding_change where id in (select id from insight_finding_change order by id limit ${limit}::int)
    returning *, date_trunc('week', opened_on)::date as opened_week, date_trunc('month', opened_on)::date as opened_month
  ), changes as (
    select c.team_id, m.measure, m.at, c.tool, m.kind, m.phase, m.severity, m.priority, m.days, m.first_look, c.n
    from taken c cross join lateral (values
      (${MEASURES.opened}::int, c.opened_week, c.kind, '', -1, c.priority::int, -1, c.first_look, true),
      (${MEASURES.fixed}::int, date_trunc('week', c.closed_on)::date, c.kind, '', -1, c.priority, -1, c.first_look,
        c.state = 'fixed'),
      (${MEASURES.excepted}::int, date_trunc('week', c.closed_on)::date, c.kind, '', -1, c.priority, -1, c.first_look,
        c.state = 'excepted'),
      (${MEASURES.open}::int, c.opened_week, c.kind, '', c.severity, c.priority, -1, c.first_look,
        c.state = 'open'),
      (${MEASURES.standing}::int, ${NO_DATE}::date, c.kind, '', c.severity, c.priority, -1, c.first_look,
        c.state = 'open'),
      (${MEASURES.due}::int, date_trunc('week', c.due_on)::date, '', '', -1, c.priority,
        case when c.met then ${DUE.met}::int when c.state = 'open' then ${DUE.open}::int else ${DUE.late}::int end,
        c.first_look, c.due_on is not null and c.state <> 'excepted'),
      (${MEASURES.fixedIn}::int, c.opened_month, '', '', c.severity, c.priority, ${fixedWithinSql(sql`c.days`)}::int,
        c.first_look, c.state = 'fixed'),
      (${MEASURES.cohort}::int, c.opened_month, '', '', c.severity, c.priority, -1, c.first_look,
        c.state <> 'excepted'),
      (${MEASURES.dueDays}::int, coalesce(c.due_on, ${NO_DATE}::date), '', '', -1, c.priority,
        case when c.met then ${DUE.met}::int when c.state = 'open' then ${DUE.open}::int else ${DUE.late}::int end, false,
        not c.follows and c.state <> 'excepted' and (c.state = 'open' or c.due_on is not null)),
      (${MEASURES.found}::int, c.opened_month, '', c.phase, c.severity, -1, -1, c.first_look, not c.follows)
    ) m(measure, at, kind, phase, severity, priority, days, first_look, counts)
    where m.counts
  ), kinds as (
    insert into insight_tool_kind (tool, kind) select distinct tool, kind from taken where tool <> '' on conflict do nothing
  )`;

export const ticketCells = (limit: number) => sql`
  taken as (
    delete from insight_ticket_change where id in (select id from insight_ticket_change order by id limit ${limit}::int)
    returning *
  ), changes as (
    select c.team_id, m.measure, m.at, '' as tool, '' as kind, '' as phase, -1 as severity, c.priority, -1 as days,
      false as first_look, c.n
    from taken c cross join lateral (values
      (${MEASURES.tickets}::int, coalesce(c.due_on, ${NO_DATE}::date), c.open),
      (${MEASURES.ticketsOpened}::int, c.opened_on, true),
      (${MEASURES.ticketsClosed}::int, c.closed_on, not c.open)
    ) m(measure, at, counts) where m.counts
  )`;

async function foldBatch(tx: Transaction<DB>, cells: ReturnType<typeof findingCells>): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with ${cells}, told as (
      insert into insight_cell (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look, n)
      select s.scope_id, c.measure, c.at, c.tool, c.kind, c.phase, c.severity, c.priority, c.days, c.first_look, sum(c.n)
      from changes c join insight_scope s on s.team_id = c.team_id
        and (c.measure <> ${MEASURES.dueDays}::int or s.scope_id = ${COMPANY}::uuid)
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(c.n) <> 0
      on conflict (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look)
        do update set n = insight_cell.n + excluded.n
    )
    select count(*)::int as taken from taken`.execute(tx);
  return rows[0]!.taken;
}

async function foldScans(tx: Transaction<DB>): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with taken as (
      delete from insight_scan_change where id in (select id from insight_scan_change order by id limit ${BATCH}::int)
      returning *
    ), told as (
      insert into insight_cell (scope_id, measure, at, days, n)
      select ${COMPANY}::uuid, ${MEASURES.scans}::smallint, ${NO_DATE}::date,
        case when failed then ${SCANS.failed}::smallint else ${SCANS.done}::smallint end, sum(n)
      from taken group by failed having sum(n) <> 0
      on conflict (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look)
        do update set n = insight_cell.n + excluded.n
    )
    select count(*)::int as taken from taken`.execute(tx);
  return rows[0]!.taken;
}

/**
 * Brings the counts up to what was heard, one at a time in the whole house.
 * @param another what to do while another one is at it
 * @returns whether anything changed
 */
export async function fold(
  db: Kysely<DB>,
  now: Date,
  another: 'is waited for' | 'is left alone' = 'is waited for',
): Promise<boolean> {
  let changed = false;
  for (;;) {
    const { taken, alone } = await db.transaction().execute(async (tx) => {
      if (!(await lockFold(tx, another === 'is waited for'))) return { taken: 0, alone: false };
      const moved = await keepScopes(tx);
      const findings = await foldBatch(tx, findingCells(BATCH));
      const tickets = await foldBatch(tx, ticketCells(BATCH));
      const scans = await foldScans(tx);
      const nudges = await sql`delete from insight_nudge`.execute(tx);
      const checks = await foldChecks(tx);
      const any = moved || findings + tickets + scans + checks + Number(nudges.numAffectedRows) > 0;
      if (any) await noteFold(tx, now);
      changed ||= any;
      return { taken: Math.max(findings, tickets, scans, checks), alone: true };
    });
    if (!alone || taken < BATCH) return changed;
  }
}

async function lockFold(tx: Transaction<DB>, waits: boolean): Promise<boolean> {
  const lock = sql`hashtext('insight.fold')`;
  if (waits) {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(tx);
    return true;
  }
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lock}) as mine`.execute(
    tx,
  );
  return rows[0]!.mine;
}

async function noteFold(tx: Transaction<DB>, now: Date): Promise<void> {
  await sql`with noted as (
      insert into insight_state (name, folds, folded_at) values ('cells', 1, ${now})
      on conflict (name) do update set folds = insight_state.folds + 1, folded_at = excluded.folded_at
      returning folds
    ) select pg_notify(${FOLDED}, folds::text) from noted`.execute(tx);
}

/** Whether there is anything to fold: cheap enough to ask each second. */
export async function hasHeard(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ heard: boolean }>`
    select exists (select from insight_finding_change) or exists (select from insight_ticket_change)
      or exists (select from insight_scan_change) or exists (select from insight_nudge)
      or ${hasHeardStreams} as heard`.execute(db);
  return rows[0]!.heard;
}

/** For the nightly job: cells that came to nothing are no use. @returns how many went */
export async function forgetEmptyCells(db: Kysely<DB>): Promise<number> {
  const { numAffectedRows } = await sql`delete from insight_cell where n = 0`.execute(db);
  return Number(numAffectedRows ?? 0);
}
