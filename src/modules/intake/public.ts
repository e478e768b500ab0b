/** The door of intake. */
export { acceptUpload } from './accept-upload.ts';
export {
  AGAIN_BY_CLOCK_CRON,
  againByClockJob,
  againByIntelligenceJob,
  againTargetJob,
  decideByTrust,
  decideOpened,
  intelligenceChange,
  openedAgain,
  planByIntelligence,
  planByPolicy,
  policyActivation,
  trustChange,
} from './again/jobs.ts';
export { lineJob, requeueWaitingScans } from './jobs.ts';
export type { LineDeps } from './line.ts';
export { followAlerts, PULL_CRON, pullAlertsJob, pullAllAlertsJob } from './pulled/jobs.ts';
export type { PullDeps } from './pulled/pull.ts';
export { pulledRoutes } from './pulled/routes.ts';
export { ownershipChange, planReOwning, reOwnEverything, reOwnJob } from './re-own-jobs.ts';
export { reportByHand } from './report-by-hand.ts';
export { forgetReports } from './retention.ts';
export { intakeRoutes } from './routes.ts';
