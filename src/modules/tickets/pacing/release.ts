import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { lockFor } from '../../../platform/database/database.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import { pace, weekStart } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { carryOut } from '../carry-out.ts';
import type { TicketDeps } from '../plan-scan.ts';
import { loadFixes } from '../store.ts';
import { forgetServed, loadWanting, madeSince, waitingOf } from './store.ts';

/** Tickets made by one transaction. */
const CHUNK = 500;

/** Once an hour: a new week has begun, or something may not wait any longer. */
export const RELEASE_TICKETS_CRON = '11 * * * * release-tickets';

export const releaseTicketsJob = (deps: TicketDeps): Job<object> => ({
  name: 'release-tickets',
  payload: z.object({}).loose(),
  // The next one comes in an hour.
  maxAttempts: 1,
  async run(_payload, { log }) {
    const made = await releaseTickets(deps);
    if (made > 0) log.info({ made }, 'tickets that had waited are made');
  },
});

/** Makes the tickets that the teams' weeks have room for. @returns how many were let go */
export async function releaseTickets(deps: TicketDeps): Promise<number> {
  await forgetServed(deps.db);
  const teams = await deps.db.selectFrom('ticket_waiting').select('team_id').distinct().execute();
  let released = 0;
  for (const { team_id } of teams) {
    let next = await nextOf(deps, team_id);
    while (next.length > 0) {
      await release(deps, next);
      released += next.length;
      const before = new Set(next);
      next = await nextOf(deps, team_id);
      // What is held up by something else is looked at again in an hour.
      if (next.some((id) => before.has(id))) break;
    }
  }
  return released;
}

/** A look without locks at who would be next; the plan decides. */
async function nextOf({ db, clock }: TicketDeps, teamId: string): Promise<string[]> {
  const now = clock.now();
  const { policy } = await loadActivePolicy(db);
  const { pacing, deadlines } = policy;
  const waiting = await waitingOf(db, teamId);
  if (pacing.newTicketsPerTeamPerWeek === null) return [...waiting.keys()].slice(0, CHUNK);
  const made = await madeSince(db, [teamId], weekStart(now, deadlines.timeZone));
  const { make } = pace(await loadWanting(db, policy, waiting, now), made, pacing, now);
  return make.slice(0, CHUNK).map(({ fixId }) => fixId);
}

async function release(deps: TicketDeps, fixIds: readonly string[]): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockTargets(tx, fixIds);
    await carryOut(tx, deps, await loadFixes(tx, fixIds));
  });
}

/** Two plans for one target go one after the other: no ticket is made twice or from an old state. */
export async function lockTargets(
  tx: Parameters<typeof lockFor<DB>>[0],
  fixIds: readonly string[],
): Promise<string[]> {
  const targets = await targetsOf(tx, fixIds);
  for (const target of targets) await lockFor(tx, 'tickets', target);
  return targets;
}

/** In one order, so that two plans that need the same targets wait for each other instead of for ever. */
async function targetsOf(db: Kysely<DB>, fixIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ target_id: string }>`
    select distinct target_id from v_findings_fix where id = any(${fixIds}::uuid[]) order by target_id`.execute(
    db,
  );
  return rows.map(({ target_id }) => target_id);
}
