import { type Kysely, sql } from 'kysely';
import { advisoriesOf } from '../findings/public.ts';
import type { BaseState } from '../findings/pure.ts';
import type { DB } from '../schema.gen.ts';

interface Reasons {
  owned: string[];
  urgent: string[];
  /** Version of the policy that decided it. */
  policy: string | null;
  help: string | null;
}

/** What a ticket and a fix's page say beside the fix itself. */
export interface FixFacts extends Reasons {
  /** Weaknesses that findings anywhere tell of the version to go to. */
  advisories: string[];
  /** The image that the weaknesses come with. */
  base: BaseState | null;
}

export async function fixFacts(
  db: Kysely<DB>,
  { id, component, toVersion }: { id: string; component: string | null; toVersion: string | null },
): Promise<FixFacts> {
  const [reasons, base, advisories] = await Promise.all([
    reasonsOf(db, id),
    baseOf(db, id),
    component && toVersion ? advisoriesOf(db, { component, version: toVersion }) : [],
  ]);
  return { ...reasons, base, advisories };
}

/** Reasons of the most urgent finding stand for the fix: they made its priority and date. */
async function reasonsOf(db: Kysely<DB>, fixId: string): Promise<Reasons> {
  const { rows } = await sql<Reasons>`
    select o.because as owned, d.because as urgent, d.source as policy, r.help
    from (
      select f.owner_reason_id, f.decision_reason_id, f.rule_id from v_findings_finding f where f.fix_id = ${fixId}
      order by f.state in ('open', 'reopened') desc, f.priority, coalesce(f.due_at, 'infinity') limit 1
    ) f
    join v_findings_reason o on o.id = f.owner_reason_id
    join v_findings_reason d on d.id = f.decision_reason_id
    left join v_findings_rule r on r.id = f.rule_id`.execute(db);
  return rows[0] ?? { owned: [], urgent: [], policy: null, help: null };
}

async function baseOf(db: Kysely<DB>, fixId: string): Promise<BaseState | null> {
  const { rows } = await sql<BaseState>`
    select b.key, t.name as owner, b.waits from v_findings_fix_base b
    join v_organisation_team t on t.id = b.owner_team_id where b.fix_id = ${fixId}`.execute(db);
  return rows[0] ?? null;
}
