import { hostChanged } from '../modules/connections/public.ts';
import {
  answerCommentJob,
  type BackDeps,
  followTicketHint,
  hearPlaceJob,
  hearTrackersJob,
  lookAtFilingsJob,
} from '../modules/tickets/public.ts';
import type { AnyJob } from '../platform/jobs/jobs.ts';
import type { House } from './house.ts';
import { tellFindings } from './tell-findings.ts';

/** What hearing of trackers, and commands written outside, need: on the connections of jobs. */
export const backDepsOf = ({ connections, work, ids, events }: House): BackDeps => ({
  ...connections,
  db: work.db,
  publish: events.publish,
  publishAll: events.publishAll,
  tell: tellFindings(ids),
});

/** Who listens to trackers. */
export const subscribeTrackers = (house: House): void => {
  house.events.subscribe('host.changed', 'tickets', hostChanged, (event) =>
    followTicketHint(backDepsOf(house), event),
  );
};

export const trackerJobs = (house: House): AnyJob[] => {
  const deps = backDepsOf(house);
  return [hearTrackersJob(deps), hearPlaceJob(deps), lookAtFilingsJob(deps), answerCommentJob(deps)];
};
