import type { Transaction } from 'kysely';
import type { IdSource } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { recordEvents } from '../store-write.ts';
import { correlate } from './correlate.ts';
import { differenceOf } from './difference.ts';
import { loadNeighbourhood } from './neighbourhood.ts';
import { keepLeads, keepSuggestions } from './store-keep.ts';
import { hasSecondVoice } from './store-load.ts';

export interface Touched {
  targetId: string;
  /** Findings that were opened, changed or closed; the closed ones let their followers go. */
  findingIds: readonly string[];
  /** ISO 8601. */
  at: string;
  /** Who says so, for histories. */
  actor: string;
  scanId: string | null;
  /** Findings whose history the caller has told already. */
  toldAlready?: ReadonlySet<string>;
}

/** Findings whose surroundings are held in memory at once. */
const AT_ONCE = 10_000;

/**
 * Correlates what was touched with what other tools tell of the target, inside the transaction that touched it and
 * under the target's lock. Writes only what differs: told again, nothing.
 * @returns ids of fixes that gained or lost a finding, to be refreshed by the caller
 */
export async function correlateTouched(
  tx: Transaction<DB>,
  ids: IdSource,
  touched: Touched,
): Promise<Set<string>> {
  const fixIds = new Set<string>();
  const done = new Set<string>();
  let waiting: string[] = [];
  const work = async () => {
    const part = waiting.filter((id) => !done.has(id));
    waiting = [];
    if (part.length > 0) await correlatePart(tx, ids, { ...touched, findingIds: part }, fixIds, done);
  };
  for (const id of touched.findingIds) if (waiting.push(id) >= AT_ONCE) await work();
  await work();
  return fixIds;
}

/**
 * The same for what a scan touched. Where only one stream of the target has ever told anything, it costs one
 * question, and without anything touched none.
 */
export async function correlateScan(
  tx: Transaction<DB>,
  ids: IdSource,
  streamId: string,
  touched: Touched,
): Promise<Set<string>> {
  if (touched.findingIds.length === 0) return new Set();
  return (await hasSecondVoice(tx, touched.targetId, streamId))
    ? correlateTouched(tx, ids, touched)
    : new Set();
}

async function correlatePart(
  tx: Transaction<DB>,
  ids: IdSource,
  { targetId, findingIds, at, actor, scanId, toldAlready }: Touched,
  fixIds: Set<string>,
  done: Set<string>,
): Promise<void> {
  const { findings, groupOf, verdicts } = await loadNeighbourhood(tx, targetId, findingIds);
  const correlated = correlate([...findings.values()], groupOf, verdicts);
  const difference = differenceOf(findings, correlated);
  await keepLeads(tx, difference.changes);
  await keepSuggestions(tx, [...new Set([...findingIds, ...findings.keys()])], correlated.suggestions, at);
  const events = difference.events.filter(({ findingId }) => !toldAlready?.has(findingId));
  await recordEvents(tx, ids, { at, actor, scanId }, events);
  for (const id of difference.fixIds) fixIds.add(id);
  for (const id of findings.keys()) done.add(id);
}
