import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { LookAtHold } from '../../../contract/pacing.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import { audit } from '../../access/public.ts';
import { recordEvents } from '../../findings/public.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import type { Policy } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { carryOut } from '../carry-out.ts';
import { conditionsOf } from '../lead-facts.ts';
import { lockTargets } from '../pacing/release.ts';
import type { TicketDeps } from '../plan-scan.ts';
import { sayOnTickets } from '../say-on-tickets.ts';
import { loadFixes } from '../store.ts';
import { goOn, review } from './review.ts';
import {
  dueHolds,
  findHold,
  findingsOf,
  type HeldFix,
  type KeptLook,
  keepHolds,
  keepLooks,
  releaseHolds,
  ticketsOf,
} from './store.ts';

type Tx = Transaction<DB>;

/** Holds that one transaction looks at. */
const CHUNK = 500;
const DEFAULT_DAYS = 30;
const ACTOR = 'Lanekeeper';

export const LOOK_AGAIN_CRON = '41 * * * * look-again';

export const lookAgainJob = (deps: TicketDeps): Job<object> => ({
  name: 'look-again',
  payload: z.object({}).loose(),
  // The next one comes in an hour.
  maxAttempts: 1,
  async run(_payload, { log }) {
    const done = await lookAgain(deps);
    if (done.wentOn + done.toOwner > 0) log.info(done, 'holds were looked at again');
  },
});

/** Once an hour: what is held is remembered, and what nobody looked at in time goes on or goes to its owner. */
export async function lookAgain(deps: TicketDeps): Promise<{ wentOn: number; toOwner: number }> {
  const { policy } = await loadActivePolicy(deps.db);
  const now = deps.clock.now();
  await deps.db.transaction().execute((tx) => keepHolds(tx, firstDays(policy), now));
  const { maxReviews, answer } = policy.holds;
  const unanswered = new Date(now.getTime() - (answer ?? 0) * 86_400_000);
  const done = { wentOn: 0, toOwner: 0 };
  // Every one that is looked at gets a later day or its ticket, so this ends.
  for (;;) {
    const due = await dueHolds(deps.db, { now, unanswered, maxReviews }, CHUNK);
    const { goesOn, toOwner } = outcomesOf(policy, due, now);
    await deps.db.transaction().execute(async (tx) => {
      await keepLooks(tx, goesOn);
      await tellHistories(tx, deps, goesOn, ACTOR);
    });
    for (const [note, fixes] of Map.groupBy(toOwner, (fix) => fix.note)) {
      const fixIds = fixes.map(({ id }) => id);
      await giveToOwners(deps, fixIds, { by: ACTOR, note });
    }
    done.wentOn += goesOn.length;
    done.toOwner += toOwner.length;
    if (due.length < CHUNK) return done;
  }
}

function outcomesOf(policy: Policy, due: readonly HeldFix[], now: Date) {
  const goesOn: (KeptLook & { note: string })[] = [];
  const toOwner: { id: string; note: string }[] = [];
  for (const hold of due) {
    const said = review({ ...hold, periodDays: periodOf(policy, hold, now) }, policy.holds, now);
    if (said.outcome === 'goes-on') goesOn.push({ id: hold.id, ...said });
    if (said.outcome === 'ticket') toOwner.push({ id: hold.id, note: said.note });
  }
  return { goesOn, toOwner };
}

/** What a person says of a hold. @throws AppError `LK-NOT-FOUND` when nothing is held there */
export async function lookAt(
  deps: TicketDeps,
  fixId: string,
  { word, days, note }: LookAtHold,
  actor: { label: string; name: string },
): Promise<{ word: LookAtHold['word']; reviewAt: Date | null }> {
  const { policy } = await loadActivePolicy(deps.db);
  const now = deps.clock.now();
  if (word === 'ticket') {
    await giveToOwners(
      deps,
      [fixId],
      { by: actor.name, note: note || 'somebody asked for its ticket now' },
      actor.label,
    );
    return { word, reviewAt: null };
  }
  return deps.db.transaction().execute(async (tx) => {
    const hold = await heldOrThrow(tx, fixId, policy, now);
    if (hold.reviews >= policy.holds.maxReviews)
      throw new AppError(
        'LK-CONFLICT',
        `it was held on ${hold.reviews} times already, which is as often as the policy allows: its owner decides now`,
      );
    const said = goOn(
      hold,
      policy.holds.maxReviews,
      days ?? periodOf(policy, hold, now),
      now,
      note || 'what it waits for has not come',
    );
    await keepLooks(tx, [{ id: fixId, ...said }]);
    await tellHistories(tx, deps, [{ id: fixId, note: said.note }], actor.name);
    await audit(tx, actor.label, 'hold.goes-on', fixId, { until: said.reviewAt.toISOString(), note });
    return { word, reviewAt: said.reviewAt };
  });
}

/** A hold of this hour may not be written yet. */
async function heldOrThrow(tx: Tx, fixId: string, policy: Policy, now: Date): Promise<HeldFix> {
  const found = await findHold(tx, fixId);
  if (found) return found;
  await keepHolds(tx, firstDays(policy), now);
  const held = await findHold(tx, fixId);
  if (!held) throw new AppError('LK-NOT-FOUND', 'nothing is held there: it may have its ticket by now');
  return held;
}

/** Their tickets are made as for anything else: the team's week counts. */
async function giveToOwners(
  deps: TicketDeps,
  fixIds: readonly string[],
  said: { by: string; note: string },
  person?: string,
): Promise<void> {
  const { policy } = await loadActivePolicy(deps.db);
  const at = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    await lockTargets(tx, fixIds);
    if (person !== undefined) await heldOrThrow(tx, fixIds[0]!, policy, at);
    await releaseHolds(tx, fixIds, { ...said, at });
    await tellHistories(
      tx,
      deps,
      fixIds.map((id) => ({ id, note: said.note })),
      said.by,
    );
    await carryOut(tx, deps, await loadFixes(tx, fixIds));
    const tickets = await ticketsOf(tx, fixIds);
    const text = `This was held: no ticket was made of it. Now: ${said.note}.`;
    await sayOnTickets(
      tx,
      deps,
      tickets.map(({ ticketId }) => ({ id: deps.ids.next(), ticket_id: ticketId, at, actor: said.by, text })),
    );
    if (person !== undefined) await audit(tx, person, 'hold.ticket', fixIds[0]!, { note: said.note });
  });
}

async function tellHistories(
  tx: Tx,
  { ids, clock }: TicketDeps,
  told: readonly { id: string; note: string }[],
  actor: string,
): Promise<void> {
  const notes = new Map(told.map(({ id, note }) => [id, note]));
  const findings = await findingsOf(tx, [...notes.keys()]);
  await recordEvents(
    tx,
    ids,
    { at: clock.now().toISOString(), actor, scanId: null },
    findings.map(({ fixId, findingId }) => ({ findingId, kind: 'looked-again', note: notes.get(fixId)! })),
  );
}

/** Days between two looks: of the rule that holds it. */
function periodOf(policy: Policy, hold: HeldFix, now: Date): number {
  const facts = conditionsOf(hold, now);
  const rule = policy.routes.find(({ condition }) => condition.holds(facts));
  return rule?.reviewDays ?? DEFAULT_DAYS;
}

const firstDays = ({ routes }: Policy): number =>
  routes.find(({ to }) => to.to === 'hold')?.reviewDays ?? DEFAULT_DAYS;
