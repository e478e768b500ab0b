import type { Transaction } from 'kysely';
import {
  correlateScan,
  type FindingClock,
  keepClocks,
  keepFixes,
  keepReasons,
  loadMovable,
  type MovableFinding,
  markMoved,
  markUnowned,
  type OwnedFix,
  type OwnerChange,
  type Reason,
  recordEvents,
  refreshFixes,
  updateOwners,
} from '../findings/public.ts';
import { settleMoved } from '../ownership/public.ts';
import type { DB } from '../schema.gen.ts';
import { factsOfService, loadGround } from './again/ground.ts';
import type { AgainGround } from './again/judge.ts';
import { isElsewhere, type ReOwnDeps, type Resolver, type TargetOfRepository } from './new-owner.ts';
import { judgeMoved, ownFixFor } from './re-decide.ts';
import { reasonOf } from './reason-id.ts';

type Tx = Transaction<DB>;

/** What one batch comes to, before anything is written. */
interface Moves {
  changes: OwnerChange[];
  clocks: { findingId: string; clock: FindingClock }[];
  reasons: Map<string, Reason>;
  fixes: Map<string, OwnedFix>;
  /** From a fix to the one that took the first of its findings. */
  fixMoves: Map<string, string>;
  /** By team: what went there, and why. */
  byTeam: Map<string, { ids: string[]; because: string }>;
  notes: { findingId: string; note: string }[];
}

/** Who says so in histories: nobody decided it here, it follows from what somebody changed. */
const ACTOR = 'Lanekeeper';

/**
 * Moves the findings among these that have another owner, with their fixes, inside a transaction that holds the lock
 * of their target: owner, reason, date (never a later one), fix, history, disputes; tickets follow the event.
 * @returns how many have another owner now
 */
export async function moveFindings(
  deps: ReOwnDeps,
  tx: Tx,
  work: {
    target: TargetOfRepository;
    streamId: string;
    ids: readonly string[];
    resolverFor: (found: readonly MovableFinding[]) => Promise<Resolver>;
  },
): Promise<number> {
  const { target, streamId } = work;
  const movable = await loadMovable(tx, work.ids);
  if (movable.length === 0) return 0;
  const resolve = await work.resolverFor(movable);
  const found = movable.filter((one) => isElsewhere(one, resolve(one)));
  if (found.length === 0) return 0;
  const now = deps.clock.now();
  const at = now.toISOString();
  const services = new Map(found.map((one) => [one.id, factsOfService(resolve(one).service)]));
  const ground = await loadGround(deps, tx, found, services);
  const { changes, clocks, reasons, fixes, fixMoves, byTeam, notes } = movesOf(ground, resolve, found);
  await keepReasons(deps.db, reasons.values());
  await keepFixes(tx, target.id, at, [...fixes.values()]);
  await updateOwners(tx, changes);
  await keepClocks(tx, clocks);
  await markUnowned(tx, new Map([...fixes].map(([id, { unowned }]) => [id, unowned])));
  const said = { at, actor: ACTOR, scanId: null };
  await recordEvents(
    tx,
    deps.ids,
    said,
    notes.map((note) => ({ ...note, kind: 'moved-owner' })),
  );
  for (const [team, { ids, because }] of byTeam)
    await settleMoved(deps, tx, { findingIds: ids, team, because, at: now });
  const findingIds = changes.map(({ id }) => id);
  const joined = await correlateScan(tx, deps.ids, streamId, { targetId: target.id, findingIds, ...said });
  const fixIds = [...new Set([...fixMoves.keys(), ...fixes.keys(), ...joined])];
  await refreshFixes(tx, fixIds, { scanId: null, at, because: 'whose its findings are has changed' });
  await markMoved(tx, target.id, fixMoves);
  await deps.publish(tx, { type: 'fixes.changed', fixIds });
  return notes.length;
}

function movesOf(ground: AgainGround, resolve: Resolver, found: readonly MovableFinding[]): Moves {
  const moves: Moves = {
    changes: [],
    clocks: [],
    reasons: new Map(),
    fixes: new Map(),
    fixMoves: new Map(),
    byTeam: new Map(),
    notes: [],
  };
  for (const finding of found) addMove(moves, ground, resolve, finding);
  return moves;
}

function addMove(moves: Moves, ground: AgainGround, resolve: Resolver, finding: MovableFinding): void {
  const { teamId, queue, ...whose } = resolve(finding);
  const { owner } = whose;
  const judged = judgeMoved(ground, finding, whose);
  if (judged.clock !== finding.clock) moves.clocks.push({ findingId: finding.id, clock: judged.clock });
  const ownerReason = reasonOf(owner.because, owner.source);
  for (const reason of [ownerReason, judged.reason]) if (reason) moves.reasons.set(reason.id, reason);
  const fix = ownFixFor(finding, teamId);
  if (fix) {
    if (!moves.fixes.has(fix.id))
      moves.fixes.set(fix.id, { ...fix, ownerTeamId: teamId, unowned: owner.unowned, queue });
    for (const id of [finding.fixId, finding.ownFixId])
      if (id && id !== fix.id && !moves.fixMoves.has(id)) moves.fixMoves.set(id, fix.id);
  }
  moves.changes.push({
    id: finding.id,
    ownerTeamId: teamId,
    ownerReasonId: ownerReason.id,
    unowned: owner.unowned,
    ownFixId: fix?.id ?? null,
    follows: finding.follows,
    decisionReasonId: judged.reason?.id ?? finding.decisionReasonId,
    priority: judged.priority,
    dueAt: judged.dueAt,
    reviewAt: judged.reviewAt,
    route: judged.route,
    decided: judged.reason && { policyVersion: ground.version, at: ground.now },
  });
  if (finding.ownerTeamId === teamId && finding.unowned === owner.unowned) return;
  const because = owner.because[0] ?? owner.team;
  const before = finding.unowned
    ? `${finding.ownerKey}, who took care of it while nobody owned it`
    : finding.ownerKey;
  moves.notes.push({ findingId: finding.id, note: `from ${before}; now ${because}` });
  if (finding.ownerTeamId === teamId) return;
  const there = moves.byTeam.get(owner.team);
  if (there) there.ids.push(finding.id);
  else moves.byTeam.set(owner.team, { ids: [finding.id], because });
}
