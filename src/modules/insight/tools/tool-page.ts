import { type Kysely, sql } from 'kysely';
import { formulasOf } from '../../../contract/insights/shared.ts';
import type { ToolPage, ToolRow } from '../../../contract/tools.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { FindingKind } from '../../../kernel/observation.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { hoursOf, loadActivePolicy } from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import { plural } from '../asking/shares.ts';
import { readCells } from '../rollup/cells.ts';
import { COMPANY } from '../rollup/measures.ts';
import type { JudgedFinding } from './late-findings.ts';
import { cardOf, firstWeek, toolNumbers } from './tool-numbers.ts';

const MISSES_SHOWN = 50;

/** @throws AppError LK-NOT-FOUND when no report of such a tool was ever taken in */
export async function toolPage(db: Kysely<DB>, tool: string, now: Date): Promise<ToolPage> {
  const { tools, late } = await toolNumbers(db, now);
  const row = tools.find((one) => one.tool === tool);
  if (!row) throw new AppError('LK-NOT-FOUND', `no report of a tool ${tool} was taken in`);
  const [card, introducedAt, series, excepted, labels, markers, { policy }] = await Promise.all([
    cardOf(tool),
    introductionOf(db, tool),
    seriesOf(db, tool, now),
    readCells(db, { scopeId: COMPANY, measure: 'excepted', from: firstWeek(now), tool }, []),
    labelsOf(db, tool),
    markersOf(db, tool, now),
    loadActivePolicy(db),
  ]);
  return {
    ...row,
    sentence: sentenceOf(row),
    homepage: card?.homepage ?? null,
    expect: card && { goodAt: card.goodAt, misses: card.misses, noise: card.noise },
    introducedAt: introducedAt?.toISOString() ?? null,
    ...series,
    excepted: excepted[0]?.n ?? 0,
    labels,
    wastedHours: hoursOf(labels.notUseful, policy.trust.minutesPerFinding),
    markers,
    misses: late
      .filter(({ tools: those }) => those.includes(tool))
      .slice(0, MISSES_SHOWN)
      .map((one) => missOf(one, tool)),
    formulas: formulasOf('toolFound', 'toolFixed', 'useful', 'missed'),
  };
}

function sentenceOf({ name, found, useful, missed }: ToolRow): string {
  const said = useful.of === 0 ? 'nobody has said whether they were useful' : `${useful.words} useful`;
  const later =
    missed === 0 ? '' : ` People found ${missed.toLocaleString('en')} that it should have caught.`;
  return `${name} found ${plural(found, 'weakness', 'weaknesses')} in 52 weeks; ${said}.${later}`;
}

const missOf = (one: JudgedFinding, tool: string): ToolPage['misses'][number] => ({
  finding: toPublicId('finding', one.id),
  title: one.title,
  phase: one.phase,
  severity: SEVERITIES[one.severity]!,
  repository: one.repository,
  foundAt: one.openedAt.toISOString(),
  kinds: [...one.kinds],
  others: one.tools.filter((other) => other !== tool),
});

async function introductionOf(db: Kysely<DB>, tool: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(first_at) as at from v_findings_stream where tool = ${tool}`.execute(db);
  return rows[0]?.at ?? null;
}

async function seriesOf(db: Kysely<DB>, tool: string, now: Date) {
  const from = firstWeek(now);
  const [opened, fixed] = await Promise.all([
    readCells(db, { scopeId: COMPANY, measure: 'opened', from, tool }, ['at', 'kind', 'first_look']),
    readCells(db, { scopeId: COMPANY, measure: 'fixed', from, tool }, ['at']),
  ]);
  const weeks = Array.from({ length: 52 }, (_, index) => {
    const week = new Date(Date.parse(from) + index * 7 * 86_400_000).toISOString().slice(0, 10);
    const those = opened.filter(({ at }) => at === week);
    const first = those.reduce((all, one) => (one.first_look ? all + one.n : all), 0);
    return {
      week,
      opened: those.reduce((all, { n }) => all + n, 0) - first,
      firstLooks: first,
      fixed: fixed.find(({ at }) => at === week)?.n ?? 0,
    };
  });
  const byKind = [...Map.groupBy(opened, ({ kind }) => kind)]
    .map(([kind, those]) => ({ kind: kind as FindingKind, found: those.reduce((all, { n }) => all + n, 0) }))
    .sort((a, b) => b.found - a.found);
  return { weeks, byKind, firstLooks: weeks.reduce((all, week) => all + week.firstLooks, 0) };
}

async function labelsOf(db: Kysely<DB>, tool: string): Promise<ToolPage['labels']> {
  const { rows } = await sql<ToolPage['labels']>`
    select coalesce(sum(not_useful), 0)::int as "notUseful", coalesce(sum(fixed), 0)::int as fixed,
      coalesce(sum(acknowledged), 0)::int as acknowledged
    from v_policy_rule_measure where tool = ${tool}`.execute(db);
  return rows[0]!;
}

async function markersOf(db: Kysely<DB>, tool: string, now: Date): Promise<ToolPage['markers']> {
  const { rows } = await sql<ToolPage['markers'][number]>`
    select id, to_char(at, 'YYYY-MM-DD') as at, title, kind from insight_marker
    where (tool = ${tool} or (tool is null and team_id is null and unit_id is null)) and at >= ${firstWeek(now)}::date
    order by at limit 50`.execute(db);
  return rows;
}
