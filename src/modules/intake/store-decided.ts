import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { PHASES } from '../../kernel/phase.ts';
import {
  confirmUnder,
  correlateScan,
  coverCompanions,
  type Decided,
  type FindingEvent,
  insertFindings,
  type KnownFinding,
  keepClocks,
  keepFixes,
  keepReasons,
  keepRules,
  leaveDefault,
  markAbsent,
  markFixed,
  recordEvents,
  refreshFixes,
  type ScanPlace,
  type Stream,
  updateFindings,
} from '../findings/public.ts';
import type { DB } from '../schema.gen.ts';
import type { BranchMemory } from './branches.ts';
import { changedFindings } from './changed-findings.ts';
import type { Comparison } from './compare.ts';
import { keepPresence } from './coverage.ts';
import { Decider } from './decide.ts';
import { absenceEvents, changeEvents } from './history.ts';
import type { Loaded } from './load.ts';
import type { ReadScan } from './read.ts';
import type { WaitingScan } from './store.ts';

export interface Step {
  scan: WaitingScan;
  stream: Stream;
  branch: BranchMemory;
  read: ReadScan;
  loaded: Loaded;
  comparison: Comparison;
}

/**
 * Steps 5 and 6 of the line: decides what has to be written and writes it in sets, new findings streamed
 * by COPY while they are decided. Unchanged findings cost no row.
 */
export async function storeDecided(
  { db, ids, clock }: { db: Kysely<DB>; ids: IdSource; clock: Clock },
  tx: Transaction<DB>,
  step: Step,
): Promise<void> {
  const { scan, stream, branch, read, comparison } = step;
  const now = clock.now();
  const place = placeOf(step, now);
  const decider = deciderOf(step, now);
  const touched = new Set<string>();
  const openedIds: string[] = [];
  // Half a million ids are only held where somebody asks for them.
  const followed = stream.accompanied || branch.role === 'release';
  const changedIds: string[] = [];
  const events: FindingEvent[] = [];

  if (comparison.opened.length > 0) {
    const told = followed ? openedIds : null;
    await insertFindings(tx, place, openedFindings(step, decider, ids, touched, told, events));
  }
  if (comparison.changed.length > 0) {
    for await (const chunk of changedFindings(tx, step, decider)) {
      for (const { known, now } of chunk) {
        if (known.fixId) touched.add(known.fixId);
        if (now.fixId) touched.add(now.fixId);
        changedIds.push(known.id);
        for (const one of changeEvents(known, now)) events.push(one);
      }
      await updateFindings(
        tx,
        place,
        chunk.map(({ now }) => now),
      );
    }
  }
  const { fixed, dead, removed, unconfirmed, leftDefault, confirmed } = comparison;
  // One by one: a list of half a million is too long for the arguments of a call.
  for (const list of [fixed, dead, removed, unconfirmed]) {
    for (const { id, fixId } of list) {
      if (fixId) touched.add(fixId);
      changedIds.push(id);
    }
  }
  const told = { tool: read.tool, branch: branch.role === 'release' ? branch.name : null };
  for (const one of absenceEvents(comparison, told)) events.push(one);
  await markFixed(tx, place, idsOf(fixed));
  await markFixed(tx, place, idsOf(dead), 'revoked');
  await markAbsent(tx, place.at, idsOf([...removed, ...unconfirmed]));
  await leaveDefault(tx, idsOf(leftDefault));
  await confirmUnder(tx, place.ruleSet, idsOf(confirmed));
  await keepPresence(tx, step, openedIds);
  await keepClocks(tx, decider.clocks);

  await keepReasons(db, decider.reasons.values());
  if (comparison.opened.length + comparison.changed.length > 0) await keepRules(db, read.tool, read.rules);
  await keepFixes(tx, scan.targetId, place.at, [...decider.fixes.values()]);
  const said = { at: place.at, actor: `scan by ${read.tool}`, scanId: scan.id };
  await recordEvents(tx, ids, said, events);
  if (stream.accompanied) {
    const findingIds = [...openedIds, ...changedIds];
    const joined = await correlateScan(tx, ids, stream.id, { targetId: scan.targetId, findingIds, ...said });
    for (const fixId of joined) touched.add(fixId);
    const letOff = { targetId: scan.targetId, ...said };
    for (const fixId of await coverCompanions(tx, ids, step.loaded.coverings, letOff)) touched.add(fixId);
  }
  await refreshFixes(tx, [...touched], { scanId: scan.id, at: place.at });
}

const idsOf = (findings: readonly KnownFinding[]): string[] => findings.map(({ id }) => id);

function placeOf({ scan, stream, read, loaded }: Step, decidedAt: Date): ScanPlace {
  return {
    ruleSet: scan.coverage.ruleSet ?? '',
    streamId: stream.id,
    targetId: scan.targetId,
    repositoryId: scan.repositoryId,
    scanId: scan.id,
    tool: read.tool,
    phase: scan.phase ?? read.phase,
    at: scan.scannedAt.toISOString(),
    policyVersion: loaded.active.version,
    decidedAt: decidedAt.toISOString(),
  };
}

function deciderOf({ scan, read, loaded }: Step, now: Date): Decider {
  const phase = PHASES.find((known) => known === (scan.phase ?? read.phase)) ?? null;
  return new Decider({
    target: { ...scan.target, id: scan.targetId },
    tool: read.tool,
    phase,
    branch: scan.branch,
    owners: loaded.owners,
    registry: loaded.registry,
    policy: loaded.active.policy,
    intel: loaded.intel,
    trust: loaded.trust,
    coverings: loaded.coverings,
    origins: loaded.origins,
    waiting: loaded.waiting,
    ruleNames: new Map(read.rules.flatMap(({ id, name }) => (name ? [[id, name]] : []))),
    now: now.toISOString(),
  });
}

async function* openedFindings(
  { scan, branch, read, loaded: { seen }, comparison }: Step,
  decider: Decider,
  ids: IdSource,
  touched: Set<string>,
  openedIds: string[] | null,
  events: FindingEvent[],
): AsyncIterable<Decided> {
  let next = 0;
  const detectedAt = scan.scannedAt.toISOString();
  const { ruleSet } = scan.coverage;
  const where = { onDefault: branch.role === 'default', ruleSets: ruleSet ? [ruleSet] : null };
  for await (const { from, observations } of read.spool.batches()) {
    for (const [offset, observation] of observations.entries()) {
      const index = from + offset;
      // Positions ascend, as the spool does.
      if (comparison.opened[next] !== index) continue;
      next++;
      const state = observation.told ? 'excepted' : 'open';
      const subject = {
        id: ids.next(),
        detectedAt,
        state,
        ...where,
        fixId: null,
        exceptionId: null,
        past: null,
      } as const;
      const decided = decider.decide(observation, seen[index]!, subject);
      if (decided.fixId) touched.add(decided.fixId);
      if (decided.exception)
        events.push({ findingId: decided.id, kind: 'excepted', note: decided.exception.words });
      openedIds?.push(decided.id);
      yield decided;
    }
  }
}
