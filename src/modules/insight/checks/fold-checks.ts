import { type Kysely, sql, type Transaction } from 'kysely';
import { findReader } from '../../../readers/registry.ts';
import type { DB } from '../../schema.gen.ts';
import { kindsOfTool } from './kinds.ts';

type Tx = Transaction<DB>;

/** Streams taken at once. */
const BATCH = 20_000;

/** Brings up which tools look at which repositories. @returns how many streams were heard */
export async function foldChecks(tx: Tx): Promise<number> {
  const { heard, repositories, seen } = await foldStreams(tx);
  const tools = await keepToolKinds(tx, seen);
  if (repositories.length > 0 || tools.length > 0) await keepKinds(tx, repositories, tools);
  return heard;
}

export const hasHeardStreams = sql<boolean>`exists (select from insight_stream_heard)`;

/** A pair of repository and tool is counted again from all its streams: images and folders of it included. */
async function foldStreams(tx: Tx): Promise<{ heard: number; repositories: string[]; seen: string[] }> {
  const { rows } = await sql<{ heard: number; repositories: string[] | null; seen: string[] | null }>`
    with taken as (
      delete from insight_stream_heard
      where id in (select id from insight_stream_heard order by id limit ${BATCH}::int) returning stream_id
    ), touched as (
      select distinct t.repository_id, s.tool from taken x
        join v_findings_stream s on s.id = x.stream_id join v_findings_target t on t.id = s.target_id
      where t.repository_id is not null and s.tool <> 'by-hand'
    ), kept as (
      insert into insight_check (repository_id, tool, first_at, scanned_at)
      select x.repository_id, x.tool, min(coalesce(s.first_at, s.scanned_at)), max(s.scanned_at)
      from touched x join v_findings_target t on t.repository_id = x.repository_id
        join v_findings_stream s on s.target_id = t.id and s.tool = x.tool and s.scanned_at is not null
      group by 1, 2
      on conflict (repository_id, tool) do update set first_at = excluded.first_at, scanned_at = excluded.scanned_at
      returning repository_id, tool
    )
    select (select count(*)::int from taken) as heard, array_agg(distinct repository_id) as repositories,
      array_agg(distinct tool) as seen
    from kept`.execute(tx);
  const { heard, repositories, seen } = rows[0]!;
  return { heard, repositories: repositories ?? [], seen: seen ?? [] };
}

/** @returns tools of which other kinds are known than before */
async function keepToolKinds(tx: Tx, seen: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ tool: string; told: string[]; kinds: number | null }>`
    select t.tool, t.told, k.kinds from (
      select tool, array_remove(array_agg(distinct kind), null) as told
      from (select tool, kind from insight_tool_kind union all select unnest(${seen}::text[]), null) all_of
      where tool <> 'by-hand' group by tool
    ) t left join insight_tool k on k.tool = t.tool`.execute(tx);
  const now = await Promise.all(
    rows.map(async ({ tool, told, kinds }) => ({ tool, before: kinds, kinds: await kindsKnown(tool, told) })),
  );
  const changed = now.filter(({ before, kinds }) => before !== kinds);
  if (changed.length > 0)
    await sql`
      insert into insight_tool (tool, kinds)
      select * from unnest(${changed.map(({ tool }) => tool)}::text[], ${changed.map(({ kinds }) => kinds)}::int[])
      on conflict (tool) do update set kinds = excluded.kinds`.execute(tx);
  return changed.map(({ tool }) => tool);
}

async function kindsKnown(tool: string, told: readonly string[]): Promise<number> {
  const reader = await findReader(tool)?.load();
  return kindsOfTool(reader?.card.kinds ?? null, told);
}

async function keepKinds(tx: Tx, repositories: readonly string[], tools: readonly string[]): Promise<void> {
  await sql`
    insert into insight_checked (repository_id, kinds)
    select c.repository_id, bit_or(t.kinds) from insight_check c join insight_tool t on t.tool = c.tool
    where c.repository_id in (
      select unnest(${repositories}::uuid[])
      union select repository_id from insight_check where tool = any(${tools}::text[]))
    group by 1
    on conflict (repository_id) do update set kinds = excluded.kinds
    where insight_checked.kinds <> excluded.kinds`.execute(tx);
}

/** The kinds of each tool, as bits. */
export async function toolKinds(db: Kysely<DB>): Promise<Map<string, number>> {
  const rows = await db.selectFrom('insight_tool').select(['tool', 'kinds']).execute();
  return new Map(rows.map(({ tool, kinds }) => [tool, kinds]));
}
