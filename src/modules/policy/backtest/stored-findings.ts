import { type Kysely, sql } from 'kysely';
import { toPublicId } from '../../../kernel/ids.ts';
import type { FindingKind } from '../../../kernel/observation.ts';
import type { DB } from '../../schema.gen.ts';
import type { Basis } from '../deciding/facts.ts';
import { basisOf, factsOfStored, type StoredClock } from '../deciding/stored-facts.ts';
import type { TestedFinding } from './backtest.ts';

type Db = Kysely<DB>;

interface Row {
  id: string;
  title: string;
  kind: FindingKind;
  severity: number;
  priority: number;
  dueMs: number | null;
  path: string | null;
  rule: string;
  tool: string;
  phase: string;
  component: string | null;
  fixedVersions: string[] | null;
  verified: boolean | null;
  score: number | null;
  team: string;
  teamName: string;
  unowned: boolean;
  branch: string | null;
  openedMs: number;
  reasonId: string;
  clock: StoredClock | null;
}

/** Findings read by one statement. */
const BATCH = 10_000;
/** Bases held at once: one or two thousand bytes each, with their texts. */
const MAX_BASES = 20_000;

const iso = (column: string) =>
  sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

export async function countOpen(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from v_findings_finding where state in ('open', 'reopened')`.execute(db);
  return rows[0]!.n;
}

/**
 * All open findings by their ids, a batch at a time, with the facts that their decisions rest on. The next batch is
 * asked for while one is worked on; no transaction stays open meanwhile.
 */
export async function* storedFindings(db: Db, now: string): AsyncIterable<TestedFinding[]> {
  const bases = new Bases(db);
  let next: Promise<Row[]> | null = readBatch(db, null);
  while (next) {
    const rows: Row[] = await next;
    const last = rows.at(-1);
    next = last && rows.length === BATCH ? readBatch(db, last.id) : null;
    // Whoever stops listening leaves a batch behind that nobody waits for.
    next?.catch(() => {});
    await bases.load(rows);
    yield rows.map((row) => tested(row, bases.of(row.reasonId), now));
  }
}

async function readBatch(db: Db, after: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select f.id, f.title, f.kind, f.severity, f.priority, (extract(epoch from f.due_at) * 1000)::float8 as "dueMs",
      f.path, u.key as rule, f.tool, f.phase, f.component, f.fixed_versions as "fixedVersions",
      (f.detail -> 'secret' ->> 'verified')::boolean as verified, (f.detail ->> 'score')::float8 as score,
      t.key as team, t.name as "teamName", f.unowned, c.branch, (extract(epoch from f.opened_at) * 1000)::float8 as "openedMs",
      f.decision_reason_id as "reasonId",
      case when k.finding_id is not null then json_build_object('fixSince', ${iso('k.fix_since')},
        'restartedAt', ${iso('k.restarted_at')}, 'waitsFor', k.waits_for, 'pausedSince', ${iso('k.paused_since')},
        'pausedDays', k.paused_days) end as clock
    from v_findings_finding f
    join v_findings_rule u on u.id = f.rule_id
    join v_organisation_team t on t.id = f.owner_team_id
    left join v_intake_scan c on c.id = f.changed_scan_id
    left join v_findings_clock k on k.finding_id = f.id
    where f.state in ('open', 'reopened') ${after === null ? sql`` : sql`and f.id > ${after}::uuid`}
    order by f.id limit ${BATCH}`.execute(db);
  return rows;
}

function tested(row: Row, basis: Basis | null, now: string): TestedFinding {
  const facts = basis && factsOfStored({ ...row, openedAt: isoOf(row.openedMs) }, basis, row.clock, now);
  return {
    id: toPublicId('finding', row.id),
    title: row.title,
    team: { key: row.team, name: row.teamName },
    facts,
    stored: { priority: row.priority, dueMs: row.dueMs === null ? null : Math.round(row.dueMs) },
  };
}

/** Findings of one scan share their moment. */
const moments = new Map<number, string>();
function isoOf(ms: number): string {
  const rounded = Math.round(ms);
  let text = moments.get(rounded);
  if (text === undefined) {
    if (moments.size >= 1000) moments.clear();
    text = new Date(rounded).toISOString();
    moments.set(rounded, text);
  }
  return text;
}

/** What decisions rest on, by the id of their reasons; equal ones are one object, which deciding makes use of. */
class Bases {
  readonly #db: Db;
  readonly #byReason = new Map<string, Basis | null>();
  readonly #byText = new Map<string, Basis | null>();

  constructor(db: Db) {
    this.#db = db;
  }

  of(reasonId: string): Basis | null {
    return this.#byReason.get(reasonId) ?? null;
  }

  async load(rows: readonly Row[]): Promise<void> {
    const missing = new Set<string>();
    for (const { reasonId } of rows) if (!this.#byReason.has(reasonId)) missing.add(reasonId);
    if (missing.size === 0) return;
    if (this.#byReason.size + missing.size > MAX_BASES) {
      this.#byReason.clear();
      this.#byText.clear();
      for (const { reasonId } of rows) missing.add(reasonId);
    }
    const { rows: found } = await sql<{ id: string; facts: string | null }>`
      select id, facts::text as facts from v_findings_reason where id = any(${[...missing]}::uuid[])`.execute(
      this.#db,
    );
    for (const { id, facts } of found) this.#byReason.set(id, this.#shared(facts));
  }

  #shared(facts: string | null): Basis | null {
    if (facts === null) return null;
    let basis = this.#byText.get(facts);
    if (basis === undefined) {
      basis = basisOf(JSON.parse(facts));
      this.#byText.set(facts, basis);
    }
    return basis;
  }
}
