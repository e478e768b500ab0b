import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { ChecksSummary, checksSummaryQuery } from '../../../contract/checks.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { countedAt } from '../rollup/cells.ts';
import { bitOf, CHECK_KINDS, EVERYWHERE, maskOf } from './kinds.ts';
import { CHECKED_REPOSITORIES, type ChecksFilter, filterOf } from './list-checks.ts';
import { checksSentence } from './sentence.ts';

/** Silent ones shown, counted, and failed scans shown. */
const SILENT_SHOWN = 50;
const SILENT_COUNTED = 1000;
const FAILED_SHOWN = 20;

/** What is looked at, what is not, and what has stopped. */
export async function summariseChecks(
  db: Kysely<DB>,
  query: z.output<typeof checksSummaryQuery>,
  now: Date,
): Promise<ChecksSummary> {
  const before = new Date(now.getTime() - query.silentDays * 86_400_000);
  const [masks, tools, silent, failed, counted] = await Promise.all([
    countMasks(db, query),
    toolStates(db),
    silentChecks(db, query, before),
    failedScans(db, query),
    countedAt(db),
  ]);
  const repositories = masks.reduce((all, { n }) => all + n, 0);
  const lookedFor = tools.reduce((all, { kinds }) => all | kinds, maskOf(EVERYWHERE));
  const kinds = CHECK_KINDS.filter((kind) => (lookedFor & bitOf(kind)) !== 0).map((kind) => {
    const covered = masks.reduce((all, { mask, n }) => ((mask & bitOf(kind)) === 0 ? all : all + n), 0);
    return { kind, covered, missing: repositories - covered, everywhere: EVERYWHERE.includes(kind) };
  });
  return {
    sentence: checksSentence(repositories, kinds),
    repositories,
    kinds,
    silentDays: query.silentDays,
    ...silent,
    silentTools: tools
      .filter(({ kinds, lastAt }) => kinds !== 0 && lastAt !== null && lastAt < before)
      .map(({ tool, lastAt }) => ({ tool, lastAt: lastAt!.toISOString() })),
    failed,
    countedAt: counted?.toISOString() ?? null,
  };
}

/** How many repositories have which set of kinds: some dozens of rows, however many repositories there are. */
async function countMasks(db: Kysely<DB>, filter: ChecksFilter): Promise<{ mask: number; n: number }[]> {
  const { rows } = await sql<{ mask: number; n: number }>`
    select coalesce(k.kinds, 0) as mask, count(*)::int as n from ${CHECKED_REPOSITORIES}
    where ${filterOf(filter)} group by 1`.execute(db);
  return rows;
}

/** Each tool with its kinds and the last complete scan of any repository. */
async function toolStates(db: Kysely<DB>): Promise<{ tool: string; kinds: number; lastAt: Date | null }[]> {
  const { rows } = await sql<{ tool: string; kinds: number; lastAt: Date | null }>`
    select t.tool, t.kinds,
      (select c.scanned_at from insight_check c where c.tool = t.tool order by c.scanned_at desc limit 1) as "lastAt"
    from insight_tool t order by t.tool`.execute(db);
  return rows;
}

/** The whole house is walked by age; of a place each repository is asked, since most of the walk would be others'. */
async function silentChecks(
  db: Kysely<DB>,
  filter: ChecksFilter,
  before: Date,
): Promise<Pick<ChecksSummary, 'silent' | 'silentCount'>> {
  const one = isFiltered(filter);
  const { rows } = await sql<{ repository: string; tool: string; at: Date }>`
    with chosen as ${one ? sql`materialized` : sql`not materialized`} (
      select r.id, r.key from ${CHECKED_REPOSITORIES} where ${filterOf(filter)}
    )
    select r.key as repository, s.tool, s.scanned_at as at
    from chosen r cross join lateral (
      select s.tool, s.scanned_at from insight_check s
      where s.repository_id = r.id and s.scanned_at < ${before} ${one ? sql`offset 0` : sql``}
    ) s join insight_tool t on t.tool = s.tool
    where t.kinds <> 0
    order by s.scanned_at desc, r.key limit ${sql.lit(SILENT_COUNTED)}`.execute(db);
  return {
    silent: rows.slice(0, SILENT_SHOWN).map(({ at, ...row }) => ({ ...row, lastAt: at.toISOString() })),
    silentCount: rows.length,
  };
}

const isFiltered = ({ unit, team }: ChecksFilter): boolean => unit !== undefined || team !== undefined;

interface FailedRow {
  id: string;
  target: string;
  tool: string | null;
  at: Date;
  error: string | null;
}

async function failedScans(db: Kysely<DB>, filter: ChecksFilter): Promise<ChecksSummary['failed']> {
  const chosen = isFiltered(filter)
    ? sql`and t.repository_id in (select r.id from ${CHECKED_REPOSITORIES} where ${filterOf(filter)})`
    : sql``;
  const { rows } = await sql<FailedRow>`
    select s.id, t.key as target, s.tool, s.received_at as at, s.error
    from v_intake_scan s join v_findings_target t on t.id = s.target_id
    where s.state = 'failed' ${chosen} order by s.received_at desc limit ${sql.lit(FAILED_SHOWN)}`.execute(
    db,
  );
  return rows.map(({ id, at, ...row }) => ({
    ...row,
    scan: toPublicId('scan', id),
    receivedAt: at.toISOString(),
  }));
}
