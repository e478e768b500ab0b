import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import { formulasOf } from '../../../contract/insights/shared.ts';
import type { RuleDot, TrustPicture, trustPictureQuery } from '../../../contract/insights/trust.ts';
import { ruleIdOf } from '../../findings/public.ts';
import { hoursOf, loadActivePolicy } from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Table } from '../asking/send.ts';
import { plural, shortNumber } from '../asking/shares.ts';

/** Dots in one picture: more would be a cloud. */
const MOST_DOTS = 200;
const WASTE_DAYS = 30;

interface Row {
  tool: string;
  rule: string;
  notUseful: number;
  labels: number;
  lower: number;
  upper: number;
  mode: RuleDot['mode'];
  demoted: boolean;
  wasted: number;
  wastingRules: number;
  wastingFindings: number;
}

/** What people made of each rule, and what those called not useful cost. */
export async function trustPicture(
  db: Kysely<DB>,
  { tool }: z.output<typeof trustPictureQuery>,
  now: Date,
): Promise<TrustPicture> {
  const { trust } = (await loadActivePolicy(db)).policy;
  const since = new Date(now.getTime() - WASTE_DAYS * 86_400_000);
  const of = (table: string) => (tool === undefined ? sql`true` : sql`${sql.ref(`${table}.tool`)} = ${tool}`);
  // A finding that several people called not useful cost them once.
  const { rows } = await sql<Row>`
    with wasted as (
      select l.tool, l.rule, count(distinct l.finding_id)::int as wasted from v_policy_label l
      where l.word = 'not-useful' and l.at >= ${since} and l.at <= ${now} and ${of('l')} group by l.tool, l.rule
    ), all_of as (
      select count(*)::int as rules, coalesce(sum(wasted), 0)::int as findings from wasted
    ), dots as (
      select tool, rule, coalesce(m.not_useful, 0) as "notUseful",
        coalesce(m.not_useful + m.fixed + m.acknowledged, 0) as labels, coalesce(m.lower_bound, 0) as lower,
        coalesce(m.upper_bound, 1) as upper, coalesce(w.wasted, 0) as wasted
      from v_policy_rule_measure m full join wasted w using (tool, rule)
      where ${tool === undefined ? sql`true` : sql`tool = ${tool}`}
        and (w.wasted is not null or m.not_useful + m.fixed + m.acknowledged > 0)
      order by wasted desc, labels desc, tool, rule limit ${sql.lit(MOST_DOTS)}
    )
    select d.*, coalesce(t.mode, 'observe') as mode, coalesce(t.demoted, false) as demoted,
      a.rules as "wastingRules", a.findings as "wastingFindings"
    from dots d cross join all_of a
    left join v_policy_rule_trust t on t.tool = d.tool and t.rule = d.rule
    order by d.wasted desc, d.labels desc, d.tool, d.rule`.execute(db);
  const names = await namesOf(db, rows);
  const { wastingRules = 0, wastingFindings = 0 } = rows[0] ?? {};
  const wasting = {
    rules: wastingRules,
    findings: wastingFindings,
    hours: hoursOf(wastingFindings, trust.minutesPerFinding),
  };
  return {
    sentence: sentenceOf(wasting, rows.length),
    rules: rows.map((row) =>
      dotOf(row, names.get(ruleIdOf(row.tool, row.rule)) ?? null, trust.minutesPerFinding),
    ),
    wasting,
    minutesPerFinding: trust.minutesPerFinding,
    windowDays: trust.windowDays,
    commentMaxRate: trust.commentMaxRate,
    formulas: formulasOf('useful', 'wasted'),
  };
}

async function namesOf(db: Kysely<DB>, rules: readonly Row[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    select id, name from v_findings_rule
    where id = any(${rules.map(({ tool, rule }) => ruleIdOf(tool, rule))}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function sentenceOf({ rules, hours }: TrustPicture['wasting'], judged: number): string {
  if (judged === 0) return 'Nobody has said yet whether findings are useful.';
  if (rules === 0) return 'No rule wasted anybody’s time in the last 30 days.';
  const time = hours === 1 ? '1 developer hour' : `${shortNumber(hours)} developer hours`;
  return `${plural(rules, 'rule')} cost ${time} in the last 30 days.`;
}

/** The interval that is kept is that of "not useful": a useful share is the other way round. */
function dotOf(row: Row, name: string | null, minutesPerFinding: number): RuleDot {
  const { tool, rule, labels, notUseful, mode, demoted, wasted } = row;
  return {
    ...{ tool, rule, name, labels, notUseful, mode, demoted, wasted },
    useful: labels === 0 ? null : 1 - notUseful / labels,
    low: 1 - row.upper,
    high: 1 - row.lower,
    wastedHours: hoursOf(wasted, minutesPerFinding),
  };
}

export const trustTable = ({ rules }: TrustPicture): Table => ({
  header: [
    ...['tool', 'rule', 'name', 'labels', 'not_useful', 'useful', 'low', 'high'],
    ...['mode', 'demoted', 'not_useful_in_30_days', 'hours_in_30_days'],
  ],
  rows: rules.map((rule) => [
    ...[rule.tool, rule.rule, rule.name, rule.labels, rule.notUseful, rule.useful, rule.low, rule.high],
    ...[rule.mode, rule.demoted, rule.wasted, rule.wastedHours],
  ]),
});
