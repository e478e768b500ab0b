import { z } from 'zod';
import { systemClock } from '../../../platform/clock.ts';
import { enqueueAll, type Job } from '../../../platform/jobs/jobs.ts';
import type { BackDeps } from './deps.ts';
import { planHearing } from './plan-hearing.ts';
import { filedPlaces, type ReconciledPlace, reconcilePlace } from './reconcile.ts';
import { longUnseen } from './store.ts';

const DAY_MS = 86_400_000;
/** Nobody looks for what was closed so long ago. */
const CLOSED_MS = 30 * DAY_MS;
const CHUNK = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Every ten minutes: what webhooks missed. Once a day: what nobody heard of for a day. */
export const HEAR_TRACKERS_CRON = '*/10 * * * * hear-trackers\n40 3 * * * look-at-filings';

/** A job for each place, so that a slow tracker keeps no other one waiting. */
export const hearTrackersJob = (deps: BackDeps): Job<object> => ({
  name: 'hear-trackers',
  payload: z.object({}).loose(),
  // The next one comes in ten minutes.
  maxAttempts: 1,
  async run() {
    const places = await filedPlaces(deps);
    const jobs = places.map((place) => ({
      payload: { ...place },
      key: `hear-place:${place.connectionId}:${place.place}`.slice(0, 512),
    }));
    await enqueueAll(deps.db, 'hear-place', jobs);
  },
});

export const hearPlaceJob = (deps: BackDeps): Job<ReconciledPlace> => ({
  name: 'hear-place',
  payload: z.object({ connectionId: z.uuid(), place: z.string() }),
  maxAttempts: 3,
  async run(place, context) {
    const missed = await reconcilePlace(deps, place, context);
    if (missed > 0)
      context.log.info(
        { connection: place.connectionId, place: place.place, missed },
        'changes without a webhook',
      );
  },
});

/** Also what was deleted or moved is found by it, which no list of changes tells. */
export const lookAtFilingsJob = (deps: BackDeps): Job<object> => ({
  name: 'look-at-filings',
  payload: z.object({}).loose(),
  maxAttempts: 1,
  async run(_payload, { log }) {
    const planned = await lookAtFilings(deps);
    if (planned > 0) log.info({ planned }, 'tickets in trackers that were not seen for a day');
  },
});

/** @returns how many are read again */
export async function lookAtFilings({ db, ids, clock }: BackDeps): Promise<number> {
  const now = systemClock.now();
  const since = {
    seen: new Date(now.getTime() - DAY_MS),
    closed: new Date(clock.now().getTime() - CLOSED_MS),
  };
  let planned = 0;
  let after = FIRST;
  while (true) {
    const hints = await longUnseen(db, since, after, CHUNK);
    planned += await planHearing(db, ids, hints, now);
    const last = hints.at(-1);
    if (!last || hints.length < CHUNK) return planned;
    after = last.filingId;
  }
}
