import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import {
  keepClocks,
  keepReasons,
  loadDecidable,
  lockTarget,
  type NewDecision,
  type Reason,
  recordEvents,
  refreshFixes,
  updateDecisions,
} from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { decisionReason } from '../reason-id.ts';
import { loadGround, type Services } from './ground.ts';
import { type AgainGround, type Judged, judge } from './judge.ts';

export interface AgainDeps {
  db: Kysely<DB>;
  ids: IdSource;
  clock: Clock;
  publish: Publish<DB>;
}

/** Findings that are looked at, or written, at once. */
const AT_ONCE = 5000;
/** Findings known to change before any of them is written, so that those of one fix go together: some 40 MB. */
const MOST_WAITING = 200_000;
/** Who says so in histories: nobody decided it by hand. */
const ACTOR = 'Lanekeeper';

export interface Cause {
  /** Told where no fact explains what changed. */
  why: string;
  /** Services as they are resolved now, where that is what changed. */
  services?: Services;
}

interface Waiting {
  id: string;
  targetId: string;
  fixId: string | null;
}

/**
 * The one way in which what is stored is decided again: reads without a lock which of these findings come to something
 * else now, then reads, decides and writes those under the lock of their target, fix after fix, in sets. What comes to
 * the same costs no row; cut off anywhere, it is simply done again.
 * @param batches ids of findings; those that are not open are left out
 * @returns how many were written
 */
export async function decideAgain(
  deps: AgainDeps,
  batches: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  cause: Cause,
): Promise<number> {
  let waiting: Waiting[] = [];
  let written = 0;
  for await (const batch of batches) {
    for (let at = 0; at < batch.length; at += AT_ONCE)
      waiting = waiting.concat(await otherwise(deps, batch.slice(at, at + AT_ONCE), cause));
    if (waiting.length >= MOST_WAITING) written += await writeAll(deps, waiting.splice(0), cause);
  }
  return written + (await writeAll(deps, waiting, cause));
}

/** Which of these come to something else now. Takes no lock. */
async function otherwise(deps: AgainDeps, ids: readonly string[], cause: Cause): Promise<Waiting[]> {
  const found = await loadDecidable(deps.db, ids);
  if (found.length === 0) return [];
  const ground = await loadGround(deps, deps.db, found, cause.services ?? null);
  return found
    .filter((finding) => judge(ground, finding, cause.why))
    .map(({ id, targetId, fixId }) => ({ id, targetId, fixId }));
}

/** Target by target, fix after fix: each is counted, told and planned once, however many findings it has. */
async function writeAll(deps: AgainDeps, waiting: Waiting[], cause: Cause): Promise<number> {
  let written = 0;
  for (const [targetId, found] of Map.groupBy(waiting, (one) => one.targetId)) {
    const ids = found.sort((a, b) => compare(a.fixId ?? '', b.fixId ?? '')).map(({ id }) => id);
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      written += await deps.db.transaction().execute(async (tx) => {
        await lockTarget(tx, targetId);
        return writeAgain(deps, tx, ids.slice(at, at + AT_ONCE), cause);
      });
    }
  }
  return written;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The same inside a transaction that holds the lock of the findings' target. @returns how many were written */
async function writeAgain(
  deps: AgainDeps,
  tx: Transaction<DB>,
  ids: readonly string[],
  cause: Cause,
): Promise<number> {
  const found = await loadDecidable(tx, ids);
  if (found.length === 0) return 0;
  const ground = await loadGround(deps, tx, found, cause.services ?? null);
  const judged = found.flatMap((finding) => judge(ground, finding, cause.why) ?? []);
  if (judged.length === 0) return 0;
  const { rows, reasons } = rowsOf(judged);
  await keepReasons(deps.db, reasons.values());
  await updateDecisions(tx, { policyVersion: ground.version, decidedAt: ground.now }, rows);
  await keepClocks(tx, clocksOf(judged));
  await tell(deps, tx, ground, judged);
  return judged.length;
}

async function tell(
  { ids, publish }: AgainDeps,
  tx: Transaction<DB>,
  { now }: AgainGround,
  judged: readonly Judged[],
): Promise<void> {
  const events = judged.flatMap(({ finding, note }) =>
    note === null ? [] : [{ findingId: finding.id, kind: 'decided-again' as const, note }],
  );
  await recordEvents(tx, ids, { at: now, actor: ACTOR, scanId: null }, events);
  const fixIds = [...new Set(judged.flatMap(({ finding }) => finding.fixId ?? []))];
  if (fixIds.length === 0) return;
  await refreshFixes(tx, fixIds, { scanId: null, at: now, because: 'its findings were decided again' });
  await publish(tx, { type: 'fixes.changed', fixIds });
}

function rowsOf(judged: readonly Judged[]): { rows: NewDecision[]; reasons: Map<string, Reason> } {
  const reasons = new Map<string, Reason>();
  const ids = new Map<readonly string[], string>();
  const rows = judged.map(({ finding, decision, outcome }) => {
    // Equal decisions share their words.
    let reasonId = ids.get(decision.because);
    if (reasonId === undefined) {
      const reason = decisionReason(decision);
      reasons.set(reason.id, reason);
      reasonId = reason.id;
      ids.set(decision.because, reasonId);
    }
    const { pausedBy: _, ...columns } = outcome;
    return { id: finding.id, ...columns, decisionReasonId: reasonId };
  });
  return { rows, reasons };
}

/** Of almost none there is something to remember. */
const clocksOf = (judged: readonly Judged[]) =>
  judged
    .filter(({ clock, finding }) => clock !== finding.clock)
    .map(({ clock, finding }) => ({ findingId: finding.id, clock }));
