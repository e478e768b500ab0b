import { type RawBuilder, sql } from 'kysely';
import {
  type Basis,
  factsOfStored,
  factsSchema,
  ratedFacts,
  type StoredClock,
  type StoredFinding,
} from '../policy/pure.ts';

/** What conditions of the policy ask of a fix: the facts of its most urgent finding, which made its date. */
export interface Lead {
  finding: StoredFinding & { priority: number };
  /** Null for decisions of before they kept what they rest on. */
  basis: Basis | null;
  clock: StoredClock | null;
}

/** Joins the columns of `Lead` as `lead` to a query over `v_findings_fix x`. One look into an index for each fix. */
export const LEAD: RawBuilder<unknown> = sql`left join lateral (
  select f.id, f.stream_id, f.opened_scan_id, f.decision_reason_id, d.facts as basis,
    json_build_object('kind', f.kind, 'severity', f.severity, 'path', f.path, 'rule', r.key, 'tool', f.tool,
      'phase', f.phase, 'component', f.component, 'fixedVersions', f.fixed_versions,
      'verified', f.detail->'secret'->'verified', 'score', f.detail->'score', 'team', o.key, 'unowned', f.unowned,
      'branch', s.branch, 'openedAt', f.opened_at, 'priority', f.priority) as finding,
    (select json_build_object('fixSince', c.fix_since, 'restartedAt', c.restarted_at, 'waitsFor', c.waits_for,
      'pausedSince', c.paused_since, 'pausedDays', c.paused_days) from v_findings_clock c where c.finding_id = f.id) as clock
  from v_findings_finding f
  join v_organisation_team o on o.id = f.owner_team_id
  left join v_findings_rule r on r.id = f.rule_id
  left join v_findings_reason d on d.id = f.decision_reason_id
  left join v_intake_scan s on s.id = f.changed_scan_id
  where f.fix_id = x.id and f.state in ('open', 'reopened')
  order by f.priority, coalesce(f.due_at, 'infinity'), f.id limit 1) lead on true`;

/** Nothing was assessed. */
const NOTHING: Basis = factsSchema.parse({ finding: { kind: 'code', severity: 'info' } });

/** The facts as conditions see them. */
export function conditionsOf({ finding, basis, clock }: Lead, now: Date) {
  const facts = factsOfStored(finding, basis ?? NOTHING, clock, now.toISOString());
  return ratedFacts(facts, finding.priority);
}
