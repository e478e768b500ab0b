import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { PHASES } from '../../kernel/phase.ts';
import { severityRank } from '../../kernel/severity.ts';
import {
  type Decided,
  type FindingEvent,
  insertFindings,
  type KnownFinding,
  keepFixes,
  keepReasons,
  keepRules,
  markAbsent,
  markFixed,
  recordEvents,
  refreshFixes,
  type ScanPlace,
  type Stream,
  updateFindings,
} from '../findings/public.ts';
import type { DB } from '../schema.gen.ts';
import type { Comparison } from './compare.ts';
import { Decider } from './decide.ts';
import type { Loaded } from './load.ts';
import type { ReadScan } from './read.ts';
import type { WaitingScan } from './store.ts';

export interface Step {
  scan: WaitingScan;
  stream: Stream;
  read: ReadScan;
  loaded: Loaded;
  comparison: Comparison;
}

/** Findings whose rows are updated by one statement. */
const UPDATE_CHUNK = 1000;

/**
 * Steps 5 and 6 of the line: decides what has to be written and writes it in sets, new findings streamed
 * by COPY while they are decided. Unchanged findings cost no row.
 */
export async function storeDecided(
  { db, ids, clock }: { db: Kysely<DB>; ids: IdSource; clock: Clock },
  tx: Transaction<DB>,
  step: Step,
): Promise<void> {
  const { scan, read, comparison } = step;
  const place = placeOf(step);
  const decider = deciderOf(step, clock.now());
  const touched = new Set<string>();
  const events: FindingEvent[] = [];

  if (comparison.opened.length > 0) {
    await insertFindings(tx, place, openedFindings(step, decider, ids, touched));
  }
  if (comparison.changed.length > 0) {
    for await (const chunk of changedFindings(step, decider)) {
      for (const { known, now } of chunk) {
        if (known.fixId) touched.add(known.fixId);
        if (now.fixId) touched.add(now.fixId);
        events.push(...changeEvents(known, now));
      }
      await updateFindings(
        tx,
        place,
        chunk.map(({ now }) => now),
      );
    }
  }
  // One by one: a list of half a million is too long for the arguments of a call.
  for (const finding of comparison.fixed) {
    if (finding.fixId) touched.add(finding.fixId);
    events.push(event(finding, 'fixed', `not found by the scan of ${read.tool}`));
  }
  for (const finding of comparison.removed) {
    if (finding.fixId) touched.add(finding.fixId);
    events.push(event(finding, 'removed', removedNote(finding.kind)));
  }
  await markFixed(tx, place, idsOf(comparison.fixed));
  await markAbsent(tx, place.at, idsOf(comparison.removed));

  await keepReasons(db, decider.reasons.values());
  if (comparison.opened.length + comparison.changed.length > 0) await keepRules(db, read.tool, read.rules);
  await keepFixes(tx, scan.targetId, place.at, [...decider.fixes.values()]);
  await refreshFixes(tx, [...touched], { scanId: scan.id, at: place.at });
  await recordEvents(tx, ids, { at: place.at, actor: `scan by ${read.tool}`, scanId: scan.id }, events);
}

const idsOf = (findings: readonly KnownFinding[]): string[] => findings.map(({ id }) => id);

function placeOf({ scan, stream, read, loaded }: Step): ScanPlace {
  return {
    streamId: stream.id,
    targetId: scan.targetId,
    repositoryId: scan.repositoryId,
    scanId: scan.id,
    tool: read.tool,
    phase: scan.phase ?? read.phase,
    at: scan.scannedAt.toISOString(),
    policyVersion: loaded.active.version,
  };
}

function deciderOf({ scan, read, loaded }: Step, now: Date): Decider {
  const phase = PHASES.find((known) => known === (scan.phase ?? read.phase)) ?? null;
  return new Decider({
    target: scan.target,
    tool: read.tool,
    phase,
    branch: scan.branch,
    ownership: loaded.ownership,
    registry: loaded.registry,
    policy: loaded.active.policy,
    intel: loaded.intel,
    origins: loaded.origins,
    ruleNames: new Map(read.rules.flatMap(({ id, name }) => (name ? [[id, name]] : []))),
    relatives: loaded.relatives,
    now: now.toISOString(),
  });
}

async function* openedFindings(
  { scan, read, loaded: { seen }, comparison }: Step,
  decider: Decider,
  ids: IdSource,
  touched: Set<string>,
): AsyncIterable<Decided> {
  let next = 0;
  const detectedAt = scan.scannedAt.toISOString();
  for await (const { from, observations } of read.spool.batches()) {
    for (const [offset, observation] of observations.entries()) {
      const index = from + offset;
      // Positions ascend, as the spool does.
      if (comparison.opened[next] !== index) continue;
      next++;
      const state = observation.told ? 'excepted' : 'open';
      const decided = decider.decide(observation, seen[index]!, { id: ids.next(), detectedAt, state });
      if (decided.fixId) touched.add(decided.fixId);
      yield decided;
    }
  }
}

interface Change {
  known: KnownFinding;
  now: Decided;
}

async function* changedFindings(
  { read, loaded: { seen }, comparison }: Step,
  decider: Decider,
): AsyncIterable<Change[]> {
  const changed = new Set(comparison.changed);
  let chunk: Change[] = [];
  for await (const { from, observations } of read.spool.batches()) {
    for (const [offset, observation] of observations.entries()) {
      const index = from + offset;
      if (!changed.has(index)) continue;
      const known = comparison.partner[index]!;
      const subject = {
        id: known.id,
        detectedAt: known.openedAt.toISOString(),
        state: nextState(known, !!observation.told),
      };
      chunk.push({ known, now: decider.decide(observation, seen[index]!, subject) });
      if (chunk.length >= UPDATE_CHUNK) {
        yield chunk;
        chunk = [];
      }
    }
  }
  if (chunk.length > 0) yield chunk;
}

function nextState(known: KnownFinding, excepted: boolean): Decided['state'] {
  if (excepted) return 'excepted';
  if (known.state === 'fixed') return 'reopened';
  return known.state === 'excepted' ? 'open' : known.state;
}

/** What a person would want to read later; a shifted line alone is not news. */
function changeEvents(known: KnownFinding, now: Decided): FindingEvent[] {
  const events: FindingEvent[] = [];
  const path = now.observation.place.path ?? null;
  if (now.state === 'reopened' && known.state === 'fixed')
    events.push(event(known, 'reopened', reopenedNote(known)));
  if (known.absent) events.push(event(known, 'seen-again', 'it is in the code again'));
  if (known.state !== 'excepted' && now.state === 'excepted')
    events.push(event(known, 'excepted', now.observation.told?.reason ?? 'the tool no longer counts it'));
  if (known.state === 'excepted' && now.state === 'open')
    events.push(event(known, 'counted-again', 'the tool counts it again'));
  if (known.place !== path || known.key !== now.key)
    events.push(event(known, 'moved', `now in ${path ?? 'another place'}`));
  const severity = severityRank(now.observation.severity);
  if (known.severity !== severity)
    events.push(event(known, 're-rated', `the tool now says ${now.observation.severity}`));
  return events;
}

const event = (finding: KnownFinding, kind: FindingEvent['kind'], note: string): FindingEvent => ({
  findingId: finding.id,
  kind,
  note,
});

const reopenedNote = ({ closedByHand, kind }: KnownFinding): string => {
  if (!closedByHand) return 'seen again after it was fixed';
  return kind === 'secret'
    ? 'closed by hand, yet the tool found one that may work'
    : 'told again after it was closed';
};

const removedNote = (kind: string): string =>
  kind === 'secret'
    ? 'removed from the code, not revoked: it stays open until it is rotated'
    : 'not told any more: it stays open until it is retested';
