import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FindingFilter } from '../../../contract/finding-filter.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { severityRank } from '../../../kernel/severity.ts';
import type { DB } from '../../schema.gen.ts';
import { type Named, resolveNames } from './names.ts';
import { type Group, weekTags } from './tags.ts';
import { indexPatternsOf, patternOf, wordsOf } from './words.ts';

/** A filter as the database takes it. */
export interface Conditions {
  /** Those that can hold a match, in the order of lists. */
  groups: readonly Group[];
  /** Null = of any team. */
  teamIds: readonly string[] | null;
  /** Due before that; null = whenever, or never. */
  dueBefore: Date | null;
  /** Of what is open, due then or later, or never; null = whenever. */
  dueFrom: Date | null;
  /** What else `finding f` has to be, but for its words. */
  rows: readonly RawBuilder<unknown>[];
  /** The same as tags, where there are tags for it: each of `all`, one of each of `any`. */
  tags: { all: readonly string[]; any: readonly (readonly string[])[] };
  /** A pattern of each word that its text has to hold, small letters. */
  words: readonly string[];
  /** Patterns by which the index of words finds what may hold them; none where it would not help. */
  patterns: readonly string[];
  /** Something that an index of findings finds at once. */
  direct: RawBuilder<unknown> | null;
  /** What that finds is few, whatever the order: one fix removes them. */
  few: boolean;
}

export type Filter = Partial<FindingFilter>;

/**
 * @returns null when nothing can match, say of a team that is not there
 * @throws AppError LK-VALIDATION for what is no id
 */
export async function conditionsOf(db: Kysely<DB>, filter: Filter, now: Date): Promise<Conditions | null> {
  const named = await resolveNames(db, filter);
  if (!named) return null;
  const groups = groupsOf(filter);
  const rows: RawBuilder<unknown>[] = [];
  const all: string[] = [];
  const any: string[][] = [];
  const only = (condition: RawBuilder<unknown>, tags: readonly string[]) => {
    rows.push(condition);
    if (tags.length === 1) all.push(tags[0]!);
    else if (tags.length > 1) any.push([...tags]);
  };

  const { state = 'open', severity, kind, phase, tool } = filter;
  if (state === 'fixed' || state === 'excepted') only(sql`f.state = ${state}`, [`state/${state}`]);
  if (severity) {
    const ranks = severity.map(severityRank);
    only(
      sql`f.severity = any(${ranks}::smallint[])`,
      ranks.map((rank) => `severity/${rank}`),
    );
  }
  if (kind) only(sql`f.kind = any(${kind}::text[])`, tagged('kind', kind));
  if (phase) only(sql`f.phase = any(${phase}::text[])`, tagged('phase', phase));
  if (tool)
    only(
      sql`(select s.tool from stream s where s.id = f.stream_id) = any(${tool}::text[])`,
      tagged('tool', tool),
    );
  if (named.ruleIds) only(sql`f.rule_id = any(${named.ruleIds}::uuid[])`, tagged('rule', named.ruleIds));
  flags(filter, only);
  if (filter.openedSince !== undefined) {
    const since = new Date(filter.openedSince);
    only(sql`f.opened_at >= ${since}`, weekTags(since, now) ?? []);
  }
  if (filter.scan !== undefined) {
    const scan = idOf('scan', filter.scan);
    only(sql`f.changed_scan_id = ${scan}`, [`scan/${scan}`]);
  }
  const words = wordsOf(filter.text ?? '');
  const direct = directOf(filter, named);
  return {
    groups,
    teamIds: named.teamIds,
    dueBefore: dueBeforeOf(filter, now),
    dueFrom: filter.overdue === false ? now : null,
    rows: direct ? [...rows, direct] : rows,
    tags: { all, any: named.teamIds ? [...any, tagged('team', named.teamIds)] : any },
    words: words.map(patternOf),
    patterns: indexPatternsOf(words),
    direct,
    few: filter.fix !== undefined,
  };
}

const tagged = (name: string, values: readonly string[]): string[] =>
  values.map((value) => `${name}/${value}`);

function groupsOf({ state = 'open', priority, overdue }: Filter): Group[] {
  const wanted = PRIORITIES.flatMap((name, rank) => (priority && !priority.includes(name) ? [] : rank));
  const closed = overdue || state === 'open' ? [false] : state === 'all' ? [false, true] : [true];
  // What is over is late no more.
  if (overdue && (state === 'fixed' || state === 'excepted')) return [];
  return closed.flatMap((over) => wanted.map((rank) => ({ closed: over, priority: rank })));
}

function flags(
  { exploited, unowned, exception }: Filter,
  only: (condition: RawBuilder<unknown>, tags: readonly string[]) => void,
): void {
  const flag = (value: boolean | undefined, holds: RawBuilder<unknown>, tag: string) => {
    if (value !== undefined) only(value ? holds : sql`not (${holds})`, value ? [tag] : []);
  };
  flag(exploited, sql`f.exploited`, 'exploited');
  flag(unowned, sql`f.unowned`, 'unowned');
  flag(exception, sql`f.exception_id is not null`, 'exception');
}

function dueBeforeOf({ overdue, dueBefore }: Filter, now: Date): Date | null {
  const moments = [...(overdue ? [now] : []), ...(dueBefore === undefined ? [] : [new Date(dueBefore)])];
  return moments.length === 0 ? null : new Date(Math.min(...moments.map(Number)));
}

function directOf(filter: Filter, { repositoryId, streamIds }: Named): RawBuilder<unknown> | null {
  const { fix, vulnerability } = filter;
  const found: RawBuilder<unknown>[] = [];
  if (fix !== undefined) found.push(sql`f.fix_id = ${idOf('fix', fix)}`);
  if (vulnerability !== undefined)
    found.push(sql`f.vulnerabilities && array[${vulnerability}, upper(${vulnerability})]`);
  if (streamIds) found.push(sql`f.stream_id = any(${streamIds}::uuid[])`);
  if (repositoryId) found.push(sql`f.repository_id = ${repositoryId}`);
  return found.length === 0 ? null : sql.join(found, sql` and `);
}

function idOf(kind: 'fix' | 'scan', text: string): string {
  const id = fromPublicId(kind, text);
  if (!id) throw new AppError('LK-VALIDATION', `“${text}” is not the id of a ${kind}`);
  return id;
}
