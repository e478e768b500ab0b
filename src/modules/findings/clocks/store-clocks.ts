import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { type FindingClock, type KeptDate, PLAIN_CLOCK, sameClock } from './clock.ts';

type Tx = Transaction<DB>;

/** Columns of `finding_clock c`, joined or not. */
export interface ClockRow {
  has_clock: boolean;
  fix_since: Date | null;
  restarted_at: Date | null;
  waits_for: string | null;
  paused_since: Date | null;
  paused_days: number | null;
  paused_by: string | null;
  due_kept: Date | null;
  due_kept_why: KeptDate['why'] | null;
}

export const CLOCK_COLUMNS = sql`c.finding_id is not null as has_clock, c.fix_since, c.restarted_at, c.waits_for,
  c.paused_since, c.paused_days, c.paused_by, c.due_kept, c.due_kept_why`;

export const clockOf = (row: ClockRow): FindingClock =>
  row.has_clock
    ? {
        fixSince: row.fix_since?.toISOString() ?? null,
        restartedAt: row.restarted_at?.toISOString() ?? null,
        waitsFor: row.waits_for,
        pausedSince: row.paused_since?.toISOString() ?? null,
        pausedDays: row.paused_days ?? 0,
        pausedBy: row.paused_by,
        kept:
          row.due_kept && row.due_kept_why
            ? { dueAt: row.due_kept.toISOString(), why: row.due_kept_why }
            : null,
      }
    : PLAIN_CLOCK;

/** Rows per statement. */
const AT_ONCE = 5000;

/** Writes clocks in sets; one of which nothing is to be remembered any more loses its row. */
export async function keepClocks(
  tx: Tx,
  clocks: readonly { findingId: string; clock: FindingClock }[],
): Promise<void> {
  for (let at = 0; at < clocks.length; at += AT_ONCE) await keepSome(tx, clocks.slice(at, at + AT_ONCE));
}

async function keepSome(
  tx: Tx,
  clocks: readonly { findingId: string; clock: FindingClock }[],
): Promise<void> {
  const plain = clocks.filter(({ clock }) => sameClock(clock, PLAIN_CLOCK)).map(({ findingId }) => findingId);
  if (plain.length > 0)
    await sql`delete from finding_clock where finding_id = any(${plain}::uuid[])`.execute(tx);
  const rows = clocks
    .filter(({ clock }) => !sameClock(clock, PLAIN_CLOCK))
    .map(({ findingId, clock }) => ({
      finding_id: findingId,
      fix_since: clock.fixSince,
      restarted_at: clock.restartedAt,
      waits_for: clock.waitsFor,
      paused_since: clock.pausedSince,
      paused_days: clock.pausedDays,
      paused_by: clock.pausedBy,
      due_kept: clock.kept?.dueAt ?? null,
      due_kept_why: clock.kept?.why ?? null,
    }));
  if (rows.length === 0) return;
  await sql`
    insert into finding_clock (finding_id, fix_since, restarted_at, waits_for, paused_since, paused_days, paused_by,
      due_kept, due_kept_why)
    select finding_id, fix_since, restarted_at, waits_for, paused_since, paused_days, paused_by, due_kept, due_kept_why
    from jsonb_populate_recordset(null::finding_clock, ${JSON.stringify(rows)}::jsonb)
    on conflict (finding_id) do update set fix_since = excluded.fix_since, restarted_at = excluded.restarted_at,
      waits_for = excluded.waits_for, paused_since = excluded.paused_since, paused_days = excluded.paused_days,
      paused_by = excluded.paused_by, due_kept = excluded.due_kept, due_kept_why = excluded.due_kept_why`.execute(
    tx,
  );
}

/** What a scan that changes a finding has to know of it beside what tracking knows. */
export interface Remembered {
  /** Where it was discovered, whichever scan sees it now. */
  phase: string;
  priority: number;
  dueAt: Date | null;
  /** Since when it is fixed; null = it is not. */
  fixedAt: Date | null;
  /** A package of which no fixed version was known. */
  withoutFix: boolean;
  clock: FindingClock;
}

/** By id; asked for what a scan changes, never for what it only sees. */
export async function loadRemembered(
  tx: Tx,
  findingIds: readonly string[],
): Promise<ReadonlyMap<string, Remembered>> {
  if (findingIds.length === 0) return new Map();
  const { rows } = await sql<
    ClockRow & {
      id: string;
      phase: string;
      priority: number;
      due_at: Date | null;
      fixed_at: Date | null;
      without_fix: boolean;
    }
  >`
    select f.id, f.phase, f.priority, f.due_at, case when f.state = 'fixed' then f.changed_at end as fixed_at,
      f.component is not null and f.fixed_versions is null as without_fix, ${CLOCK_COLUMNS}
    from finding f left join finding_clock c on c.finding_id = f.id
    where f.id = any(${findingIds}::uuid[])`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        phase: row.phase,
        priority: row.priority,
        dueAt: row.due_at,
        fixedAt: row.fixed_at,
        withoutFix: row.without_fix,
        clock: clockOf(row),
      },
    ]),
  );
}

/** Which of these images have something left to fix: what is built on them waits. */
export async function waitingBases(
  db: Kysely<DB>,
  targetIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (targetIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select distinct target_id as id from fix
    where target_id = any(${targetIds}::uuid[]) and kind in ('base-image', 'upgrade') and state = 'open'`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Which of these fixes wait for the image that their findings come with. */
export async function waitingFixes(db: Kysely<DB>, fixIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (fixIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select fix_id as id from v_findings_fix_base where waits and fix_id = any(${fixIds}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
