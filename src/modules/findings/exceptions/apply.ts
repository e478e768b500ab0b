import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import type { DB } from '../../schema.gen.ts';
import { correlateScan, correlateTouched } from '../correlation/correlate-touched.ts';
import { refreshFixes } from '../store-fixes.ts';
import { type FindingEvent, recordEvents } from '../store-write.ts';
import type { Covering } from './extent.ts';
import { loadCoverings } from './load-coverings.ts';

type Tx = Transaction<DB>;

export interface ExceptionDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  publish: Publish<DB>;
}

/** Who says so in histories: it follows from what people have said. */
const ACTOR = 'Lanekeeper';

interface Changed {
  id: string;
  streamId: string;
  fixId: string | null;
}

/** Covers open findings of one target, whose lock the transaction holds. @returns how many */
export async function cover(
  deps: Pick<ExceptionDeps, 'ids' | 'publish'>,
  tx: Tx,
  exception: Covering,
  { targetId, candidates, at }: { targetId: string; candidates: RawBuilder<unknown>; at: Date },
): Promise<number> {
  const { rows } = await sql<Changed>`
    update finding f set state = 'excepted', exception_id = ${exception.id}, changed_at = greatest(f.changed_at, ${at})
    where f.target_id = ${targetId} and ${candidates}
    returning f.id, f.stream_id as "streamId", f.fix_id as "fixId"`.execute(tx);
  const events = rows.map(({ id }) => ({ findingId: id, kind: 'excepted', note: exception.words }) as const);
  await follow(deps, tx, { targetId, changed: rows, events, at, because: exception.words });
  return rows.length;
}

interface Uncovered extends Changed {
  ruleId: string;
  ownFixId: string | null;
  path: string | null;
  component: string | null;
  version: string | null;
  vulnerabilities: string[] | null;
  teamId: string;
  priority: number;
}

/** Why an exception no longer covers. */
export interface Ended {
  id: string;
  /** Of a finding, in words for its history and its ticket. */
  because(finding: { priority: number }): string;
}

/**
 * Opens findings of one target again, whose lock the transaction holds, with their first clock. What another
 * exception covers too goes on being covered, by that one.
 * @returns how many are not covered by this one any more
 */
export async function uncover(
  deps: Pick<ExceptionDeps, 'ids' | 'publish'>,
  tx: Tx,
  ended: Ended,
  { targetId, findingIds, at }: { targetId: string; findingIds: readonly string[]; at: Date },
): Promise<number> {
  const { rows } = await sql<Uncovered>`
    update finding f set state = 'open', exception_id = null, changed_at = greatest(f.changed_at, ${at})
    where f.id = any(${[...findingIds]}::uuid[]) and f.state = 'excepted' and f.exception_id = ${ended.id}
    returning f.id, f.stream_id as "streamId", f.fix_id as "fixId", f.own_fix_id as "ownFixId", f.rule_id as "ruleId", f.path, f.component,
      f.version, f.vulnerabilities, f.owner_team_id as "teamId", f.priority`.execute(tx);
  if (rows.length === 0) return 0;
  const others = await othersOf(tx, targetId, rows, ended.id, at);
  const events: FindingEvent[] = rows.map((row) => {
    const other = others.get(row.id);
    return other
      ? { findingId: row.id, kind: 'excepted', note: other.words }
      : { findingId: row.id, kind: 'exception-ended', note: ended.because(row) };
  });
  await keepOthers(tx, others);
  const opened = rows.filter(({ id }) => !others.has(id));
  const because = opened[0] ? ended.because(opened[0]) : undefined;
  await follow(deps, tx, { targetId, changed: rows, events, at, because });
  if (opened.length > 0)
    await deps.publish(tx, {
      type: 'findings.opened-again',
      targetId,
      findingIds: opened.map(({ id }) => id),
    });
  return rows.length;
}

/** By finding, the exception that covers it besides the one that ended. */
async function othersOf(
  tx: Tx,
  targetId: string,
  rows: readonly Uncovered[],
  endedId: string,
  at: Date,
): Promise<Map<string, Covering>> {
  const { repository_id: repositoryId } = await tx
    .selectFrom('target')
    .select('repository_id')
    .where('id', '=', targetId)
    .executeTakeFirstOrThrow();
  const vulnerabilities = [...new Set(rows.flatMap((row) => row.vulnerabilities ?? []))];
  const coverings = await loadCoverings(tx, { targetId, repositoryId, vulnerabilities }, at);
  const found = new Map<string, Covering>();
  for (const row of rows) {
    const { fixId, ownFixId, vulnerabilities } = row;
    const other = coverings.of({
      ...row,
      fixIds: [fixId, ownFixId],
      vulnerabilities: vulnerabilities ?? [],
      exceptionId: null,
    });
    if (other && other.id !== endedId) found.set(row.id, other);
  }
  return found;
}

async function keepOthers(tx: Tx, others: ReadonlyMap<string, Covering>): Promise<void> {
  if (others.size === 0) return;
  await sql`
    update finding f set state = 'excepted', exception_id = u.exception_id
    from unnest(${[...others.keys()]}::uuid[], ${[...others.values()].map(({ id }) => id)}::uuid[]) u(id, exception_id)
    where f.id = u.id`.execute(tx);
}

/** What depends on findings whose state was set: histories, other tools' voices, fixes, tickets. */
async function follow(
  { ids, publish }: Pick<ExceptionDeps, 'ids' | 'publish'>,
  tx: Tx,
  done: {
    targetId: string;
    changed: readonly Changed[];
    events: readonly FindingEvent[];
    at: Date;
    because: string | undefined;
  },
): Promise<void> {
  const { targetId, changed, because } = done;
  if (changed.length === 0) return;
  const said = { at: done.at.toISOString(), actor: ACTOR, scanId: null };
  await recordEvents(tx, ids, said, done.events);
  const findingIds = changed.map(({ id }) => id);
  const touched = { targetId, findingIds, ...said };
  const [streamId, ...others] = new Set(changed.map((one) => one.streamId));
  // What one tool alone tells has no companions: that costs one question.
  const joined =
    streamId !== undefined && others.length === 0
      ? await correlateScan(tx, ids, streamId, touched)
      : await correlateTouched(tx, ids, touched);
  const fixIds = [...new Set([...joined, ...changed.flatMap(({ fixId }) => fixId ?? [])])];
  await refreshFixes(tx, fixIds, { scanId: null, at: said.at, ...(because !== undefined && { because }) });
  await publish(tx, { type: 'fixes.changed', fixIds });
}
