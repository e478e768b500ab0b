import { type Kysely, sql } from 'kysely';
import type { ToolRow } from '../../../contract/tools.ts';
import type { ReaderCard } from '../../../readers/reader.ts';
import { findReader } from '../../../readers/registry.ts';
import type { DB } from '../../schema.gen.ts';
import { shareOf } from '../asking/shares.ts';
import { toolKinds } from '../checks/fold-checks.ts';
import { kindsIn } from '../checks/kinds.ts';
import { type CellQuery, readCells } from '../rollup/cells.ts';
import { COMPANY } from '../rollup/measures.ts';
import { type JudgedFinding, lateFindings } from './late-findings.ts';

const WEEKS = 52;

/** Monday of the first of the weeks that are told, UTC. */
export function firstWeek(now: Date): string {
  const day = Math.floor(now.getTime() / 86_400_000);
  const monday = day - ((day + 3) % 7);
  return new Date((monday - 7 * (WEEKS - 1)) * 86_400_000).toISOString().slice(0, 10);
}

export const cardOf = async (tool: string): Promise<ReaderCard | null> =>
  (await findReader(tool)?.load())?.card ?? null;

/** Every tool whose reports were taken in, with its numbers. What people report by hand is no tool. */
export async function toolNumbers(
  db: Kysely<DB>,
  now: Date,
): Promise<{ tools: ToolRow[]; late: JudgedFinding[] }> {
  const kinds = await toolKinds(db);
  const [looks, opened, fixed, open, labels, late] = await Promise.all([
    looksOf(db),
    sumsOf(db, { scopeId: COMPANY, measure: 'opened', from: firstWeek(now) }),
    sumsOf(db, { scopeId: COMPANY, measure: 'fixed', from: firstWeek(now) }),
    sumsOf(db, { scopeId: COMPANY, measure: 'standing' }),
    labelsByTool(db),
    lateFindings(db, kinds, now),
  ]);
  const cards = new Map(
    await Promise.all([...kinds.keys()].map(async (tool) => [tool, await cardOf(tool)] as const)),
  );
  const tools = [...kinds]
    // Where people report, no tool looks.
    .filter(([tool]) => cards.get(tool)?.kinds.some((kind) => kind !== 'manual') ?? true)
    .map(([tool, mask]) => {
      const { notUseful = 0, all = 0 } = labels.get(tool) ?? {};
      return {
        tool,
        name: cards.get(tool)?.name ?? tool,
        kinds: kindsIn(mask),
        repositories: looks.get(tool)?.repositories ?? 0,
        lastAt: looks.get(tool)?.lastAt.toISOString() ?? null,
        found: opened.get(tool) ?? 0,
        fixed: fixed.get(tool) ?? 0,
        open: open.get(tool) ?? 0,
        useful: shareOf(all - notUseful, all),
        missed: late.filter(({ tools: those }) => those.includes(tool)).length,
      };
    });
  return { tools: tools.sort((a, b) => b.found - a.found || a.tool.localeCompare(b.tool)), late };
}

async function looksOf(db: Kysely<DB>): Promise<Map<string, { repositories: number; lastAt: Date }>> {
  const { rows } = await sql<{ tool: string; repositories: number; lastAt: Date }>`
    select tool, count(*)::int as repositories, max(scanned_at) as "lastAt" from insight_check group by tool`.execute(
    db,
  );
  return new Map(rows.map(({ tool, ...look }) => [tool, look]));
}

async function sumsOf(db: Kysely<DB>, query: CellQuery): Promise<Map<string, number>> {
  return new Map((await readCells(db, query, ['tool'])).map(({ tool, n }) => [tool, n]));
}

async function labelsByTool(db: Kysely<DB>): Promise<Map<string, { notUseful: number; all: number }>> {
  const { rows } = await sql<{ tool: string; notUseful: number; all: number }>`
    select tool, sum(not_useful)::int as "notUseful", sum(not_useful + fixed + acknowledged)::int as all
    from v_policy_rule_measure group by tool`.execute(db);
  return new Map(rows.map(({ tool, ...counts }) => [tool, counts]));
}
