import { type Kysely, sql, type Transaction } from 'kysely';
import type { Mode } from '../../../kernel/decision.ts';
import { ruleIdOf } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { RuleVoice } from './judge.ts';
import { ofRules, type RuleKey } from './label-store.ts';

type Tx = Transaction<DB>;

export interface TrustRow extends RuleKey, RuleVoice {
  since: Date;
  because: string[];
  earnedMode: Mode;
  earnedDemoted: boolean;
  overruledBy: string | null;
  overruledUntil: Date | null;
  overruledBecause: string | null;
}

/** What is remembered of rules; those that never were anything but looking on have no row. */
export async function trustRows(db: Kysely<DB>, rules: readonly RuleKey[] | null): Promise<TrustRow[]> {
  const { rows } = await sql<TrustRow>`
    select t.tool, t.rule, t.mode, t.demoted, t.since, t.because, t.earned_mode as "earnedMode",
      t.earned_demoted as "earnedDemoted", t.overruled_by as "overruledBy", t.overruled_until as "overruledUntil",
      t.overruled_because as "overruledBecause"
    from rule_trust t where ${ofRules('t', rules)}`.execute(db);
  return rows;
}

export async function keepTrust(tx: Tx, rows: readonly TrustRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into rule_trust (tool, rule, mode, demoted, since, because, earned_mode, earned_demoted, overruled_by,
      overruled_until, overruled_because)
    select tool, rule, mode, demoted, since, because, "earnedMode", "earnedDemoted", "overruledBy", "overruledUntil",
      "overruledBecause"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (tool text, rule text, mode text, demoted boolean,
      since timestamptz, because text[], "earnedMode" text, "earnedDemoted" boolean, "overruledBy" text,
      "overruledUntil" timestamptz, "overruledBecause" text)
    on conflict (tool, rule) do update set mode = excluded.mode, demoted = excluded.demoted, since = excluded.since,
      because = excluded.because, earned_mode = excluded.earned_mode, earned_demoted = excluded.earned_demoted,
      overruled_by = excluded.overruled_by, overruled_until = excluded.overruled_until,
      overruled_because = excluded.overruled_because`.execute(tx);
}

export interface TrustChange extends RuleKey {
  id: string;
  actor: string;
  before: string;
  after: string;
  because: string[];
  evidence: object;
}

export async function keepChanges(tx: Tx, changes: readonly TrustChange[], at: Date): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into rule_trust_change (id, tool, rule, at, actor, before, after, because, evidence)
    select id, tool, rule, ${at}, actor, before, after, because, evidence
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as g (id uuid, tool text, rule text, actor text,
      before text, after text, because text[], evidence jsonb)`.execute(tx);
}

export interface Measure extends RuleKey {
  notUseful: number;
  fixed: number;
  acknowledged: number;
  lower: number;
  upper: number;
}

/** Writes what was counted, without touching what tickets asked. */
export async function keepMeasures(tx: Tx, measures: readonly Measure[]): Promise<void> {
  if (measures.length === 0) return;
  await sql`
    insert into rule_measure as m (tool, rule, not_useful, fixed, acknowledged, lower_bound, upper_bound)
    select tool, rule, "notUseful", fixed, acknowledged, lower, upper
    from jsonb_to_recordset(${JSON.stringify(measures)}::jsonb) as g (tool text, rule text, "notUseful" int, fixed int,
      acknowledged int, lower double precision, upper double precision)
    on conflict (tool, rule) do update set not_useful = excluded.not_useful, fixed = excluded.fixed,
      acknowledged = excluded.acknowledged, lower_bound = excluded.lower_bound, upper_bound = excluded.upper_bound
    where (m.not_useful, m.fixed, m.acknowledged) is distinct from
      (excluded.not_useful, excluded.fixed, excluded.acknowledged)`.execute(tx);
}

/** Rules that were measured before: what left the window has to be counted down. */
export const measuredRules = (db: Kysely<DB>): Promise<RuleKey[]> =>
  db
    .selectFrom('rule_measure')
    .select(['tool', 'rule'])
    .where((is) => is.or([is('not_useful', '>', 0), is('fixed', '>', 0), is('acknowledged', '>', 0)]))
    .execute();

/**
 * Which of these rules say how to fix what they find, or find things with a known fix: only such ones may block.
 */
export async function suggestingFixes(db: Kysely<DB>, rules: readonly RuleKey[]): Promise<RuleKey[]> {
  if (rules.length === 0) return [];
  const { rows } = await sql<RuleKey>`
    select r.tool, r.key as rule from v_findings_rule r
    where r.id = any(${rules.map(({ tool, rule }) => ruleIdOf(tool, rule))}::uuid[])
      and (r.help is not null or exists (select from trust_label l join v_findings_finding f on f.id = l.finding_id
        where l.tool = r.tool and l.rule = r.key and f.fixed_versions is not null))`.execute(db);
  return rows;
}

/** Whether a report has told of such a rule. */
export async function knowsRule(db: Kysely<DB>, { tool, rule }: RuleKey): Promise<boolean> {
  const { rows } = await sql`select from v_findings_rule where id = ${ruleIdOf(tool, rule)}`.execute(db);
  return rows.length > 0;
}

/** A rule that somebody spoke of stands in the list, though nobody labelled it. */
export async function ensureMeasured(tx: Tx, key: RuleKey): Promise<void> {
  await tx
    .insertInto('rule_measure')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
