import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { listTrustQuery, RuleTrust, TrustPage } from '../../../contract/trust.ts';
import { AppError } from '../../../kernel/errors.ts';
import { pageOf } from '../../../platform/database/page-of.ts';
import type { DB } from '../../schema.gen.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { hoursOf } from './cost.ts';

export interface MeasuredRow {
  tool: string;
  rule: string;
  name: string | null;
  mode: RuleTrust['mode'] | null;
  demoted: boolean | null;
  since: Date | null;
  overruledBy: string | null;
  overruledUntil: Date | null;
  overruledBecause: string | null;
  notUseful: number | null;
  fixed: number | null;
  acknowledged: number | null;
  lower: number | null;
  upper: number | null;
  asked: number | null;
}

export const MEASURED = sql`t.mode, t.demoted, t.since, t.overruled_by as "overruledBy",
  t.overruled_until as "overruledUntil", t.overruled_because as "overruledBecause", m.not_useful as "notUseful", m.fixed,
  m.acknowledged, m.lower_bound as lower, m.upper_bound as upper, m.asked`;

/** Rules that were judged, labelled or asked something of developers: the dearest first. */
export async function listTrust(db: Kysely<DB>, query: z.output<typeof listTrustQuery>): Promise<TrustPage> {
  const { trust } = (await loadActivePolicy(db)).policy;
  const { windowDays, commentMaxRate, minutesPerFinding } = trust;
  const offset = offsetOf(query.cursor);
  const { rows } = await sql<MeasuredRow>`
    with page as (
      select m.tool, m.rule, ${MEASURED} from rule_measure m ${voiceOf(query)}
      where (m.asked + m.not_useful + m.fixed + m.acknowledged > 0 or t.mode is not null)
        and ${sql.join([sql`true`, ...conditionsOf(query)], sql` and `)}
      order by m.asked desc, m.not_useful desc, m.tool, m.rule
      ${pageOf(query.limit + 1, offset)}
    )
    select p.*, r.name from page p left join v_findings_rule r on r.tool = p.tool and r.key = p.rule
    order by p.asked desc, p."notUseful" desc, p.tool, p.rule`.execute(db);
  const tools = await toolsMeasured(db);
  return {
    items: rows.slice(0, query.limit).map((row) => shownRule(row, minutesPerFinding)),
    next: rows.length > query.limit ? String(offset + query.limit) : null,
    tools,
    windowDays,
    commentMaxRate,
    minutesPerFinding,
  };
}

/**
 * How loud a rule is. Most rules say nothing of themselves: they are walked from the dearest on and each is asked, behind
 * a fence, since nobody can guess how many answer. The few that
 * were demoted, or that block, are gathered instead.
 */
const voiceOf = ({ mode }: z.output<typeof listTrustQuery>): RawBuilder<unknown> =>
  mode === 'demoted' || mode === 'block'
    ? sql`join rule_trust t on t.tool = m.tool and t.rule = m.rule`
    : sql`left join lateral (select * from rule_trust v where v.tool = m.tool and v.rule = m.rule offset 0) t on true`;

/** From one tool to the next, past all of its rules. */
async function toolsMeasured(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ tool: string }>`
    with recursive tool as (
      (select tool from rule_measure order by tool limit 1)
      union all
      select (select m.tool from rule_measure m where m.tool > t.tool order by m.tool limit 1)
      from tool t where t.tool is not null
    )
    select tool from tool where tool is not null`.execute(db);
  return rows.map(({ tool }) => tool);
}

function conditionsOf({ tool, mode, text }: z.output<typeof listTrustQuery>): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  if (tool) found.push(sql`m.tool = ${tool}`);
  if (mode === 'demoted') found.push(sql`t.demoted`);
  else if (mode === 'observe')
    found.push(sql`coalesce(t.mode, 'observe') = 'observe' and t.demoted is not true`);
  else if (mode) found.push(sql`t.mode = ${mode}`);
  if (text)
    found.push(sql`(m.tool, m.rule) in (select w.tool, w.key from v_findings_rule w
      where lower(w.key || ' ' || coalesce(w.name, '')) like ${`%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`})`);
  return found;
}

function offsetOf(cursor: string | undefined): number {
  const offset = Number(cursor ?? 0);
  if (!Number.isInteger(offset) || offset < 0 || offset > 10_000_000)
    throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  return offset;
}

export function shownRule(row: MeasuredRow, minutesPerFinding: number): RuleTrust {
  const labels = {
    notUseful: row.notUseful ?? 0,
    fixed: row.fixed ?? 0,
    acknowledged: row.acknowledged ?? 0,
  };
  const all = labels.notUseful + labels.fixed + labels.acknowledged;
  const asked = row.asked ?? 0;
  const { overruledBy: by, overruledUntil: until, overruledBecause: because } = row;
  return {
    tool: row.tool,
    rule: row.rule,
    name: row.name,
    mode: row.mode ?? 'observe',
    demoted: row.demoted ?? false,
    labels,
    rate: all === 0 ? null : labels.notUseful / all,
    lower: row.lower ?? 0,
    upper: row.upper ?? 1,
    since: row.since?.toISOString() ?? null,
    overruled: by !== null && until ? { by, until: until.toISOString(), because: because ?? '' } : null,
    cost: {
      asked,
      hours: hoursOf(asked, minutesPerFinding),
      wastedHours: hoursOf(labels.notUseful, minutesPerFinding),
    },
  };
}
