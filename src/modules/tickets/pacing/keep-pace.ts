import type { Transaction } from 'kysely';
import { lockFor } from '../../../platform/database/database.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import { pace, weekStart } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import type { PlannedFix, TicketDraft } from '../plan.ts';
import { forgetWaiting, keepWaiting, loadFirstWaiting, loadWanting, madeSince } from './store.ts';

type Tx = Transaction<DB>;

/**
 * Of the tickets that a plan wants, those that the weeks of their teams have room for; the others wait visibly.
 * Holds the lock of each team until the end of the transaction, so that two plans together stay below the cap.
 * @param fixes all that was planned: what no longer wants a ticket waits no longer
 */
export async function keepPace(
  tx: Tx,
  drafts: TicketDraft[],
  fixes: readonly PlannedFix[],
  now: Date,
): Promise<TicketDraft[]> {
  const waiting = drafts.length > 0 ? await whoWaits(tx, drafts, now) : new Set<string>();
  await forgetWaiting(
    tx,
    fixes.flatMap(({ id }) => (waiting.has(id) ? [] : [id])),
  );
  return drafts.filter(({ fixId }) => !waiting.has(fixId));
}

async function whoWaits(tx: Tx, drafts: readonly TicketDraft[], now: Date): Promise<Set<string>> {
  const { policy, label } = await loadActivePolicy(tx);
  const { pacing, deadlines } = policy;
  const cap = pacing.newTicketsPerTeamPerWeek;
  if (cap === null) return new Set();
  // Sorted, so that two plans for the same teams wait for each other instead of for ever.
  const teams = [...new Set(drafts.map(({ teamId }) => teamId))].sort();
  for (const team of teams) await lockFor(tx, 'tickets of', team);
  const made = await madeSince(tx, teams, weekStart(now, deadlines.timeZone));
  const room = new Map(teams.map((team) => [team, cap - (made.get(team) ?? 0)]));
  const own = new Map(drafts.map(({ fixId, teamId }) => [fixId, teamId]));
  const wanting = await loadWanting(tx, policy, own, now);
  const ahead = await loadFirstWaiting(tx, room, now);
  const others = ahead.filter(({ fixId }) => !own.has(fixId));
  const wait = pace([...wanting, ...others], made, pacing, now).wait.filter(({ fixId }) => own.has(fixId));
  const because = `${cap} new tickets a week for each team, the most useful first (${label})`;
  await keepWaiting(tx, wait, because, now);
  return new Set(wait.map(({ fixId }) => fixId));
}
