import { z } from 'zod';
import { endAboveCeiling, placeOfTarget, settleExceptionJob } from '../modules/findings/public.ts';
import { planReOwning } from '../modules/intake/public.ts';
import { type ExceptionsDeps, exceptionsDueJob } from '../modules/policy/public.ts';
import { tellFixes } from '../modules/tickets/public.ts';
import type { AnyJob } from '../platform/jobs/jobs.ts';
import type { House } from './house.ts';
import { ticketDepsOf } from './ticket-deps.ts';

export const exceptionsDeps = ({ work, ids, clock, events }: House): ExceptionsDeps => ({
  db: work.db,
  ids,
  clock,
  publish: events.publish,
});

/** Who listens to what exceptions change, and to what changes them. */
export function subscribeExceptions(house: House): void {
  const { events, work } = house;
  const deps = exceptionsDeps(house);
  // Ids of fixes are hashes in the form of a UUID, of no version.
  const fixIds = z.array(z.guid());
  events.subscribe('fixes.told', 'tickets', z.object({ fixIds, text: z.string() }), (told) =>
    tellFixes(ticketDepsOf(house), told),
  );
  events.subscribe('fixes.changed', 'exceptions', z.object({ fixIds }), async (changed) => {
    await endAboveCeiling(deps, changed.fixIds);
  });
  const openedAgain = z.object({ targetId: z.uuid() });
  // What was let off was nobody's work, so that nobody looked whose it is.
  events.subscribe('findings.opened-again', 'ownership', openedAgain, async ({ targetId }) => {
    const place = await placeOfTarget(work.db, targetId);
    if (place) await planReOwning({ db: work.db }, place);
  });
}

export const exceptionJobs = (house: House): AnyJob[] => [
  settleExceptionJob(exceptionsDeps(house)),
  exceptionsDueJob(exceptionsDeps(house)),
];
