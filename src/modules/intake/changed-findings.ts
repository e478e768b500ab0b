import type { Transaction } from 'kysely';
import { type Decided, type KnownFinding, loadRemembered } from '../findings/public.ts';
import type { DB } from '../schema.gen.ts';
import type { Decider, Subject } from './decide.ts';
import { pastOf } from './past.ts';
import type { SeenObservation } from './read.ts';
import type { Step } from './store-decided.ts';

/** Findings whose rows are updated by one statement. */
const UPDATE_CHUNK = 1000;

export interface Change {
  known: KnownFinding;
  now: Decided;
}

/** A known finding that is told otherwise now, before it is decided. */
interface Told {
  known: KnownFinding;
  observation: Parameters<Decider['decide']>[0];
  seen: SeenObservation;
}

/** What a scan tells otherwise of known findings, decided part by part with what is remembered of their clocks. */
export async function* changedFindings(
  tx: Transaction<DB>,
  step: Step,
  decider: Decider,
): AsyncIterable<Change[]> {
  for await (const part of toldOtherwise(step)) {
    const remembered = await loadRemembered(
      tx,
      part.map(({ known }) => known.id),
    );
    const { deadlines } = step.loaded.active.policy;
    const at = step.scan.scannedAt.toISOString();
    yield part.map(({ known, observation, seen }) => {
      const found = remembered.get(known.id);
      const past = found ? pastOf(found, observation, at, deadlines.reopening.newClockAfter) : null;
      const subject = { ...subjectOf(step, known, !!observation.told), past };
      return { known, now: decider.decide(observation, seen, subject) };
    });
  }
}

async function* toldOtherwise({ read, loaded: { seen }, comparison }: Step): AsyncIterable<Told[]> {
  const changed = new Set(comparison.changed);
  let part: Told[] = [];
  for await (const { from, observations } of read.spool.batches()) {
    for (const [offset, observation] of observations.entries()) {
      const index = from + offset;
      if (!changed.has(index)) continue;
      part.push({ known: comparison.partner[index]!, observation, seen: seen[index]! });
      if (part.length < UPDATE_CHUNK) continue;
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}

function subjectOf({ scan, branch }: Step, known: KnownFinding, excepted: boolean): Omit<Subject, 'past'> {
  return {
    id: known.id,
    detectedAt: known.openedAt.toISOString(),
    state: nextState(known, excepted),
    fixId: known.fixId,
    exceptionId: known.exceptionId,
    // What had been fixed and comes back on a release branch is only there.
    onDefault: branch.role === 'default' || (known.onDefault && known.state !== 'fixed'),
    ruleSets: ruleSetsOf(known.ruleSets, scan.coverage.ruleSet ?? ''),
  };
}

/** Null = one without a name, as almost all are. */
function ruleSetsOf(known: readonly string[], now: string): string[] | null {
  const all = known.includes(now) ? known : [...known, now];
  return all.every((name) => name === '') ? null : [...all];
}

/** Without what people have let off, which is looked at once the finding is decided. */
function nextState(known: KnownFinding, excepted: boolean): Decided['state'] {
  if (excepted) return 'excepted';
  if (known.state === 'fixed') return 'reopened';
  return known.state === 'excepted' ? 'open' : known.state;
}
