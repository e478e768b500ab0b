import { type Kysely, sql } from 'kysely';
import type { FindingRow } from '../../../contract/findings.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { severityOfRank } from '../../../kernel/severity.ts';
import type { DB } from '../../schema.gen.ts';

interface Row {
  id: string;
  title: string;
  kind: FindingRow['kind'];
  state: FindingRow['state'];
  severity: number;
  priority: number;
  due_at: Date | null;
  team_key: string;
  team_name: string;
  unowned: boolean;
  target_kind: FindingRow['target']['kind'];
  target_key: string;
  path: string | null;
  start_line: number | null;
  component: string | null;
  version: string | null;
  vulnerabilities: string[] | null;
  tool: string;
  opened_at: Date;
  closed_at: Date | null;
  lead_id: string | null;
  /** Tools of its group, itself included, and what each has there; null = all of it is fixed. */
  group_tools: string[] | null;
  group_told: number[] | null;
}

/** Columns of a row in a list, from `finding f` joined as `FROM` does. */
const COLUMNS = sql`f.id, f.title, f.kind, f.state, f.severity, f.priority, f.due_at, o.key as team_key,
  o.name as team_name, f.unowned, t.kind as target_kind, t.key as target_key, f.path, f.start_line, f.component,
  f.version, f.vulnerabilities, s.tool, f.opened_at, case when f.state = 'fixed' then f.changed_at end as closed_at,
  f.lead_id, g.tools as group_tools, g.told as group_told`;
const FROM = sql`f join stream s on s.id = f.stream_id join target t on t.id = f.target_id
  join v_organisation_team o on o.id = f.owner_team_id
  left join groups g on g.lead_id = coalesce(f.lead_id, f.id)`;

/** How many findings each tool has in each of the groups of `f`: a group of hundreds is read once, not once per row. */
const GROUPS = sql`
  select lead_id, array_agg(tool order by tool) as tools, array_agg(n order by tool) as told from (
    select l.lead_id, i.tool, count(*)::int as n from (select distinct coalesce(lead_id, id) as lead_id from f) l
    cross join lateral (
      select m.stream_id from finding m where m.lead_id = l.lead_id and m.state <> 'fixed'
      union all select m.stream_id from finding m where m.id = l.lead_id and m.state <> 'fixed'
    ) m join stream i on i.id = m.stream_id group by 1, 2
  ) m group by 1`;

/** Tools that tell of the same, other than by this finding. */
const alsoToldBy = ({ group_tools, group_told, tool, state }: Row): string[] =>
  (group_tools ?? []).filter((other, index) => {
    const itself = other === tool && state !== 'fixed' ? 1 : 0;
    return group_told![index]! > itself;
  });

const shown = (row: Row): FindingRow => ({
  id: toPublicId('finding', row.id),
  title: row.title,
  kind: row.kind,
  state: row.state,
  severity: severityOfRank(row.severity),
  priority: PRIORITIES[row.priority] ?? 'P4',
  dueAt: row.due_at?.toISOString() ?? null,
  owner: { key: row.team_key, name: row.team_name },
  unowned: row.unowned,
  target: { kind: row.target_kind, key: row.target_key },
  path: row.path,
  startLine: row.start_line,
  component: row.component,
  version: row.version,
  vulnerabilities: row.vulnerabilities ?? [],
  tool: row.tool,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  leader: row.lead_id && toPublicId('finding', row.lead_id),
  alsoToldBy: alsoToldBy(row),
});

/** Rows for known findings, in no order. */
export async function findingRows(db: Kysely<DB>, ids: readonly string[]): Promise<FindingRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    with f as materialized (select f.* from finding f where f.id = any(${ids}::uuid[])),
      groups as materialized (${GROUPS})
    select ${COLUMNS} from ${FROM}`.execute(db);
  return rows.map(shown);
}
