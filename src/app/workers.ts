import { z } from 'zod';
import { keepSeals } from '../modules/access/public.ts';
import { connectionChanged, hostChanged } from '../modules/connections/public.ts';
import {
  correlateTargetsJob,
  keepSearch,
  REFRESH_ALIASES_CRON,
  refreshAliasesJob,
} from '../modules/findings/public.ts';
import { bulkJob, keepRollups } from '../modules/insight/public.ts';
import {
  AGAIN_BY_CLOCK_CRON,
  againByClockJob,
  againByIntelligenceJob,
  againTargetJob,
  decideByTrust,
  decideOpened,
  followAlerts,
  intelligenceChange,
  lineJob,
  openedAgain,
  ownershipChange,
  PULL_CRON,
  type PullDeps,
  planByIntelligence,
  planByPolicy,
  planReOwning,
  policyActivation,
  pullAlertsJob,
  pullAllAlertsJob,
  reOwnEverything,
  reOwnJob,
  trustChange,
} from '../modules/intake/public.ts';
import { DIGESTS_CRON } from '../modules/notify/public.ts';
import {
  DIRECTORY_CRON,
  type DirectoryDeps,
  directoryChanged,
  followDirectoryHint,
  syncAllDirectoriesJob,
  syncDirectoryJob,
} from '../modules/organisation/public.ts';
import {
  coverageChange,
  coverJob,
  followHint,
  type MovingDeps,
  OWNERSHIP_DUE_CRON,
  OWNERSHIP_WATCH_CRON,
  ownershipDueJob,
  periodsJob,
  planAllPeriods,
  planCoverage,
  planPeriods,
  readRepositoryJob,
  SWEEP_CRON,
  sweepAllJob,
  sweepJob,
  watchOwnershipJob,
} from '../modules/ownership/public.ts';
import {
  aliasesChanged,
  backtestJob,
  EXCEPTIONS_DUE_CRON,
  exceptionDecided,
  feedSources,
  followAliases,
  hearException,
  JUDGE_RULES_CRON,
  judgeRulesJob,
  REFRESH_INTEL_CRON,
  refreshFeedJob,
  refreshIntelJob,
} from '../modules/policy/public.ts';
import {
  ADOPT_TICKETS_CRON,
  adoptTickets,
  adoptTicketsJob,
  ESCALATE_CRON,
  escalateJob,
  HEAR_TRACKERS_CRON,
  LOOK_AGAIN_CRON,
  lookAgainJob,
  planFixes,
  planScan,
  RELEASE_TICKETS_CRON,
  releaseTicketsJob,
} from '../modules/tickets/public.ts';
import type { AnyJob } from '../platform/jobs/jobs.ts';
import { startWorkers, type Workers } from '../platform/jobs/workers.ts';
import { createOutbox, RESUME_LANES_CRON } from '../platform/outbox/outbox.ts';
import { deliveries } from './deliveries.ts';
import { downloadFeedWith, downloadWith } from './download.ts';
import { exceptionJobs, subscribeExceptions } from './exceptions.ts';
import type { House } from './house.ts';
import { nightlyJob } from './nightly.ts';
import { noticeJobs, subscribeNotices } from './notices.ts';
import { tellFindings } from './tell-findings.ts';
import { ticketDepsOf } from './ticket-deps.ts';
import { subscribeTrackers, trackerJobs } from './trackers-back.ts';

/** Who listens to what: one line per subscriber. Called once, before anything is published. */
export function subscribe(house: House): void {
  const { events, work, ids, clock } = house;
  events.subscribe('scan.decided', 'tickets', z.object({ scanId: z.uuid(), targetId: z.uuid() }), (event) =>
    planScan(ticketDepsOf(house), event),
  );
  // Ids of fixes are hashes in the form of a UUID, of no version.
  events.subscribe('fixes.changed', 'tickets', z.object({ fixIds: z.array(z.guid()) }), ({ fixIds }) =>
    planFixes(ticketDepsOf(house), fixIds),
  );
  events.subscribe('ownership.changed', 'findings', ownershipChange, (event) =>
    planReOwning({ db: work.db }, event),
  );
  events.subscribe('intelligence.changed', 'findings', intelligenceChange, (event) =>
    planByIntelligence(work, event),
  );
  events.subscribe('aliases.changed', 'intelligence', aliasesChanged, (event) =>
    followAliases({ db: work.db, ids, clock, publish: events.publish }, event),
  );
  events.subscribe('policy.activated', 'findings', policyActivation, (event) => planByPolicy(work, event));
  events.subscribe('trust.changed', 'findings', trustChange, (event) =>
    decideByTrust(movingOf(house), event),
  );
  events.subscribe('findings.opened-again', 'findings', openedAgain, (event) =>
    decideOpened(movingOf(house), event),
  );
  events.subscribe('ownership.changed', 'periods', ownershipChange, (event) =>
    planPeriods({ db: work.db }, event),
  );
  events.subscribe('exception.decided', 'trust', exceptionDecided, (event) =>
    hearException({ db: work.db, clock }, event),
  );
  events.subscribe('registry.changed', 'periods', z.object({}), () => planAllPeriods({ db: work.db }));
  events.subscribe('registry.changed', 'findings', z.object({}), () => reOwnEverything({ db: work.db }));
  events.subscribe('ownership.changed', 'coverage', coverageChange, async ({ repositoryId }) => {
    if (repositoryId !== undefined) await planCoverage(work.db, repositoryId);
  });
  events.subscribe('registry.changed', 'coverage', z.object({}), () => planCoverage(work.db, null));
  events.subscribe('directory.changed', 'organisation', directoryChanged, (event) =>
    followDirectoryHint(directoriesOf(house), event),
  );
  subscribeExceptions(house);
  events.subscribe('connection.changed', 'tickets', connectionChanged, async (change) => {
    await adoptTickets(ticketDepsOf(house), change);
  });
  subscribeTrackers(house);
  subscribeNotices(house);
  events.subscribe('host.changed', 'ownership', hostChanged, (event) => followHint(house.sweeps, event));
  events.subscribe('host.changed', 'alerts', hostChanged, (event) => followAlerts(pullingOf(house), event));
}

/** What moving findings needs, on the connections of jobs. */
const movingOf = ({ work, ids, clock, events }: House): MovingDeps => ({
  db: work.db,
  ids,
  clock,
  publish: events.publish,
  publishAll: events.publishAll,
  tell: tellFindings(ids),
});

/** What reading directories needs, on the connections of jobs. */
export const directoriesOf = ({ sweeps, events }: House): DirectoryDeps => ({
  ...sweeps,
  publish: events.publish,
});

/** What pulling findings of other systems needs, on the connections of jobs. */
const pullingOf = ({ connections, work, line, config, log }: House): PullDeps => ({
  ...connections,
  db: work.db,
  line: { ...line, db: work.db },
  maxBytes: config.LANEKEEPER_MAX_UPLOAD,
  log,
});

/** Works on jobs in this process. Every start of the same house may do so: they share the work. */
export function startJobs(house: House): Workers {
  const { config, work, log, clock, client } = house;
  const outbox = createOutbox({ db: work.db, handlers: deliveries(house) });
  const feeds = feedSources(config);
  const jobs: AnyJob[] = [
    lineJob({ ...house.line, db: work.db }),
    pullAllAlertsJob(pullingOf(house)),
    pullAlertsJob(pullingOf(house)),
    ...house.events.jobs(),
    outbox.lane,
    outbox.resume,
    refreshIntelJob({ db: work.db, feeds }),
    refreshFeedJob({
      db: work.db,
      ids: house.ids,
      clock,
      publish: house.events.publish,
      download: downloadFeedWith(client),
      feeds,
    }),
    refreshAliasesJob({
      db: work.db,
      clock,
      download: downloadWith(client),
      source: config.LANEKEEPER_OSV,
      publish: house.events.publish,
    }),
    correlateTargetsJob({ db: work.db, ids: house.ids, clock, publish: house.events.publish }),
    reOwnJob(movingOf(house)),
    againByIntelligenceJob(movingOf(house)),
    againTargetJob(movingOf(house)),
    againByClockJob(movingOf(house)),
    watchOwnershipJob(movingOf(house)),
    ownershipDueJob(movingOf(house)),
    periodsJob(movingOf(house)),
    coverJob({ db: work.db, clock }),
    sweepAllJob(house.sweeps),
    sweepJob(house.sweeps),
    readRepositoryJob(house.sweeps),
    syncAllDirectoriesJob(directoriesOf(house)),
    syncDirectoryJob(directoriesOf(house)),
    releaseTicketsJob(ticketDepsOf(house)),
    lookAgainJob(ticketDepsOf(house)),
    escalateJob(ticketDepsOf(house)),
    adoptTicketsJob(ticketDepsOf(house)),
    backtestJob({ db: work.db, clock }),
    judgeRulesJob({ db: work.db, ids: house.ids, clock, publishAll: house.events.publishAll }),
    bulkJob({ db: work.db, ids: house.ids, clock, publish: house.events.publish }),
    ...exceptionJobs(house),
    ...trackerJobs(house),
    ...noticeJobs(house),
    nightlyJob(house),
  ];
  const counts = keepRollups({ db: work.db, clock, log });
  const search = keepSearch({ db: work.db, log });
  const seals = keepSeals({ db: work.db, log });
  const workers = startWorkers({
    pool: work.pool,
    log,
    concurrency: config.LANEKEEPER_WORKERS,
    jobs,
    crontab: `15 2 * * * nightly\n${EXCEPTIONS_DUE_CRON}\n${JUDGE_RULES_CRON}\n${REFRESH_INTEL_CRON}\n${REFRESH_ALIASES_CRON}\n${OWNERSHIP_WATCH_CRON}\n${OWNERSHIP_DUE_CRON}\n${AGAIN_BY_CLOCK_CRON}\n${SWEEP_CRON}\n${DIRECTORY_CRON}\n${RELEASE_TICKETS_CRON}\n${LOOK_AGAIN_CRON}\n${ESCALATE_CRON}\n${DIGESTS_CRON}\n${ADOPT_TICKETS_CRON}\n${HEAR_TRACKERS_CRON}\n${PULL_CRON}\n${RESUME_LANES_CRON}`,
  });
  return {
    async stop() {
      await workers.stop();
      await counts.stop();
      await seals.stop();
      await search.stop();
    },
  };
}
