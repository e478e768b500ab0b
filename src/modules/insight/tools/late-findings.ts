import { type Kysely, sql } from 'kysely';
import type { FindingKind } from '../../../kernel/observation.ts';
import type { Phase } from '../../../kernel/phase.ts';
import type { DB } from '../../schema.gen.ts';
import { kindsOfWeakness } from './kinds-of-weakness.ts';
import { type LateFinding, shouldHaveCaught, type Verdict } from './should-have-caught.ts';

const DAYS = 365;
/** Bounds the work of one answer. */
const MOST = 200;

export interface JudgedFinding extends LateFinding {
  id: string;
  title: string;
  phase: Phase;
  severity: number;
  repository: string;
  verdict: Verdict;
  /** Those that should have told of it. */
  tools: string[];
}

interface Row {
  id: string;
  lead: string;
  title: string;
  phase: Phase;
  kind: FindingKind;
  severity: number;
  openedAt: Date;
  repository: string;
  cwes: number[];
  lookers: { tool: string; firstAt: string }[] | null;
  tellers: { tool: string; at: string }[] | null;
}

/** What penetration tests, bug bounty and incidents found lately, newest first, and who should have found it before. */
export async function lateFindings(
  db: Kysely<DB>,
  toolKinds: ReadonlyMap<string, number>,
  now: Date,
): Promise<JudgedFinding[]> {
  const { rows } = await sql<Row>`
    with late as (
      select id, coalesce(lead_id, id) as lead, title, phase, kind, severity, opened_at, repository_id, rule_id,
        target_key
      from v_findings_finding
      where phase in ('penetration-test', 'bug-bounty', 'incident')
        and opened_at > ${now}::timestamptz - make_interval(days => ${DAYS})
      order by opened_at desc limit ${sql.lit(MOST)}
    )
    select l.id, l.lead, l.title, l.phase, l.kind, l.severity, l.opened_at as "openedAt", l.target_key as repository,
      coalesce(r.cwes, '{}') as cwes,
      (select json_agg(json_build_object('tool', c.tool, 'firstAt', c.first_at)) from insight_check c
        where c.repository_id = l.repository_id) as lookers,
      (select json_agg(json_build_object('tool', f.tool, 'at', f.opened_at)) from v_findings_finding f
        where (f.lead_id = l.lead or f.id = l.lead) and f.id <> l.id) as tellers
    from late l left join v_findings_rule r on r.id = l.rule_id
    order by l.opened_at desc, l.id`.execute(db);
  const told = new Set<string>();
  return rows
    .filter(({ lead }) => !told.has(lead) && told.add(lead))
    .map(({ lookers, tellers, kind, cwes, ...row }) => {
      const late: LateFinding = {
        kinds: kindsOfWeakness(kind, cwes),
        openedAt: row.openedAt,
        lookers: (lookers ?? []).map(({ tool, firstAt }) => ({ tool, firstAt: new Date(firstAt) })),
        tellers: (tellers ?? []).map(({ tool, at }) => ({ tool, at: new Date(at) })),
      };
      return { ...row, ...late, ...shouldHaveCaught(late, toolKinds) };
    });
}

export function countVerdicts(judged: readonly JudgedFinding[]) {
  const count = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length;
  return {
    found: judged.length,
    told: count('told'),
    missed: count('missed'),
    uncovered: count('uncovered'),
    beyond: count('beyond'),
  };
}
