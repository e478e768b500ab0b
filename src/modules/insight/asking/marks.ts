import { type Kysely, sql } from 'kysely';
import type { Mark } from '../../../contract/insights/shared.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { dayOf, weekOf } from './calendar.ts';
import type { Counts } from './counts.ts';
import type { Window } from './filter.ts';
import type { Scope } from './scope.ts';

/** What people told by hand is no tool that came. */
const NO_TOOL = new Set(['', 'by-hand']);

/**
 * What happened besides, by day: tools that came, policies that were activated, what people noted for the scope, for one
 * above it or for everybody.
 */
export async function marksOf(
  db: Kysely<DB>,
  counts: Counts,
  scope: Scope,
  window: Window,
  tool?: string,
): Promise<Mark[]> {
  const [introductions, policies, markers] = await Promise.all([
    toolIntroductions(counts, scope, tool),
    policyActivations(db, window),
    markersOf(db, scope, window),
  ]);
  return [...introductions, ...policies, ...markers]
    .filter(({ at }) => at >= window.from && at <= window.to)
    .sort((a, b) => a.at.localeCompare(b.at) || a.title.localeCompare(b.title));
}

/** The week of each tool's first finding in the scope. */
async function toolIntroductions(counts: Counts, scope: Scope, tool?: string): Promise<Mark[]> {
  const cells = await counts.read({ scopeId: scope.id, measure: 'opened', tool }, ['at', 'tool']);
  const first = new Map<string, string>();
  for (const { tool: name, at } of cells) {
    const before = first.get(name);
    if (!NO_TOOL.has(name) && (before === undefined || at < before)) first.set(name, at);
  }
  return [...first].map(([name, at]) => ({
    at,
    week: at,
    source: 'tool',
    kind: 'tool',
    title: `${name} begins`,
    id: null,
  }));
}

async function policyActivations(db: Kysely<DB>, { from, to }: Window): Promise<Mark[]> {
  const { rows } = await sql<{ at: Date; version: number }>`
    select at, version from v_policy_activation
    where at >= ${from}::timestamptz and at < ${to}::date + 1 order by at`.execute(db);
  return rows.map(({ at, version }) => ({
    at: dayOf(at),
    week: weekOf(dayOf(at)),
    source: 'policy',
    kind: 'policy',
    title: `Policy ${version} is active`,
    id: null,
  }));
}

/** Of the scope, of the units above it, and of the company; of a unit also those of its teams and units. */
export const aboutScope = (scope: Scope) =>
  scope.kind === 'company'
    ? sql`true`
    : scope.kind === 'team'
      ? sql`(m.team_id is null or m.team_id = ${scope.id}) and (m.unit_id is null or m.unit_id in
          (select scope_id from insight_scope where team_id = ${scope.id}))`
      : sql`(m.team_id is null or m.team_id in (select team_id from insight_scope where scope_id = ${scope.id}))
          and (m.unit_id is null or m.unit_id in (
            with recursive above as (
              select id, parent_id from v_organisation_unit where id = ${scope.id}
              union select u.id, u.parent_id from v_organisation_unit u join above a on u.id = a.parent_id
            ), below as (
              select id from v_organisation_unit where id = ${scope.id}
              union select u.id from v_organisation_unit u join below b on u.parent_id = b.id
            )
            select id from above union select id from below))`;

async function markersOf(db: Kysely<DB>, scope: Scope, { from, to }: Window): Promise<Mark[]> {
  const { rows } = await sql<{ id: string; at: string; title: string; kind: Mark['kind'] }>`
    select m.id, to_char(m.at, 'YYYY-MM-DD') as at, m.title, m.kind from insight_marker m
    where m.at between ${from}::date and ${to}::date and ${aboutScope(scope)} order by m.at`.execute(db);
  return rows.map(({ id, at, title, kind }) => ({
    at,
    week: weekOf(at),
    source: 'marker',
    kind,
    title,
    id: toPublicId('marker', id),
  }));
}
