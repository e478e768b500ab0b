import { type Kysely, sql, type Transaction } from 'kysely';
import type { FixKind } from '../../kernel/finding.ts';
import type { DB } from '../schema.gen.ts';
import type { FindingClock } from './clocks/clock.ts';
import { CLOCK_COLUMNS, type ClockRow, clockOf } from './clocks/store-clocks.ts';
import type { Detail } from './content.ts';
import { OWNED, type OwnedFinding } from './store-owners.ts';

type Tx = Transaction<DB>;

/** An open finding with what deciding on it again needs, and what was decided. */
export interface DecidableFinding extends OwnedFinding {
  targetId: string;
  ownerKey: string;
  rule: string;
  tool: string;
  phase: string;
  changedScanId: string | null;
  fixedVersions: string[] | null;
  vulnerabilities: string[] | null;
  severity: number;
  detail: Detail | null;
  openedAt: Date;
  priority: number;
  dueAt: Date | null;
  route: string | null;
  reviewAt: Date | null;
  exploited: boolean;
  policyVersion: number;
  /** Null: decided before decisions kept their moment, when it last changed. */
  decidedAt: Date | null;
  changedAt: Date;
  clock: FindingClock;
}

/** The same with all that moving it to another owner needs. */
export interface MovableFinding extends DecidableFinding {
  title: string;
  snippet: string | null;
  version: string | null;
  follows: boolean;
  /** The fix it has or would have alone. */
  ownFixId: string | null;
  ownFix: {
    kind: FixKind;
    component: string | null;
    folder: string | null;
    baseTargetId: string | null;
    title: string;
  } | null;
}

const DECIDABLE = sql`${OWNED}, f.target_id as "targetId", t.key as "ownerKey", u.key as rule, s.tool, f.phase,
  f.changed_scan_id as "changedScanId", f.fixed_versions as "fixedVersions", f.vulnerabilities, f.severity, f.detail,
  f.opened_at as "openedAt", f.priority, f.due_at as "dueAt", f.route, f.review_at as "reviewAt", f.exploited,
  f.policy_version as "policyVersion", f.decided_at as "decidedAt",
  f.changed_at as "changedAt", ${CLOCK_COLUMNS}`;
const FROM = sql`finding f
  join stream s on s.id = f.stream_id
  join rule u on u.id = f.rule_id
  join v_organisation_team t on t.id = f.owner_team_id
  left join reason r on r.id = f.owner_reason_id
  left join finding_clock c on c.finding_id = f.id`;
const OPEN = sql`f.state in ('open', 'reopened')`;

const withClock = <Row extends ClockRow>(row: Row): Row & { clock: FindingClock } => ({
  ...row,
  clock: clockOf(row),
});

/** Those of these findings that are open, or let off by a person: what grows too urgent for that has to be seen. */
export async function loadDecidable(db: Kysely<DB>, ids: readonly string[]): Promise<DecidableFinding[]> {
  const { rows } = await sql<Omit<DecidableFinding, 'clock'> & ClockRow>`
    select ${DECIDABLE} from ${FROM} where f.id = any(${ids}::uuid[])
      and (${OPEN} or (f.state = 'excepted' and f.exception_id is not null))`.execute(db);
  return rows.map(withClock);
}

/** One finding in whatever state: how its decision stands. */
export async function findDecided(
  db: Kysely<DB>,
  id: string,
): Promise<(DecidableFinding & { state: string }) | undefined> {
  const { rows } = await sql<Omit<DecidableFinding & { state: string }, 'clock'> & ClockRow>`
    select ${DECIDABLE}, f.state from ${FROM} where f.id = ${id}`.execute(db);
  return rows.map(withClock)[0];
}

/** Read again under the lock of the target: what a scan has closed meanwhile is left out. */
export async function loadMovable(tx: Tx, ids: readonly string[]): Promise<MovableFinding[]> {
  const { rows } = await sql<Omit<MovableFinding, 'clock'> & ClockRow>`
    select ${DECIDABLE}, f.title, f.snippet, f.version, f.lead_id is not null as follows,
      x.id as "ownFixId", case when x.id is not null then json_build_object('kind', x.kind, 'component', x.component,
        'folder', x.folder, 'baseTargetId', x.base_target_id, 'title', x.title) end as "ownFix"
    from ${FROM} left join fix x on x.id = coalesce(f.own_fix_id, f.fix_id)
    where f.id = any(${ids}::uuid[]) and ${OPEN}`.execute(tx);
  return rows.map(withClock);
}

/** What a decision said and rests on, by the id of its reasons: findings share them. */
export interface StoredReason {
  because: readonly string[];
  facts: Readonly<Record<string, unknown>> | null;
}

export async function loadReasons(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredReason>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<StoredReason & { id: string }>`
    select id, because, facts from reason where id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...reason }) => [id, reason]));
}

/** Of the same, what was known of the service alone; null = not kept. */
export async function loadReasonServices(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>> | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; service: Record<string, unknown> | null }>`
    select id, facts -> 'service' as service from reason where id = any(${[...new Set(ids)]}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, service }) => [id, service]));
}

/** What is decided now of a finding that was decided before. */
export interface NewDecision {
  id: string;
  priority: number;
  /** ISO 8601. */
  dueAt: string | null;
  reviewAt: string | null;
  route: string | null;
  exploited: boolean;
  decisionReasonId: string;
}

/** Writes decisions in one statement. When a scan changed the finding stays as it is: no scan loses its say. */
export async function updateDecisions(
  tx: Tx,
  by: { policyVersion: number; decidedAt: string },
  decisions: readonly NewDecision[],
): Promise<void> {
  const column = <Value>(pick: (decision: NewDecision) => Value): Value[] => decisions.map(pick);
  await sql`
    update finding f set priority = u.priority, due_at = u.due_at, review_at = u.review_at, route = u.route,
      exploited = u.exploited, decision_reason_id = u.decision_reason_id,
      policy_version = ${by.policyVersion}, decided_at = ${by.decidedAt}
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ priority }) => priority)}::smallint[],
      ${column(({ dueAt }) => dueAt)}::timestamptz[], ${column(({ reviewAt }) => reviewAt)}::timestamptz[],
      ${column(({ route }) => route)}::text[], ${column(({ exploited }) => exploited)}::boolean[],
      ${column(({ decisionReasonId }) => decisionReasonId)}::uuid[])
      u(id, priority, due_at, review_at, route, exploited, decision_reason_id)
    where f.id = u.id`.execute(tx);
}
