/** The door of policy for what needs the database: the active version, intelligence, feeds, routes, the job. */

export { backtestJob } from './backtest/jobs.ts';
export {
  type ActivePolicy,
  ensureDefaultPolicy,
  loadActivePolicy,
  loadPolicyVersion,
} from './document/versions.ts';
export { askForException } from './exceptions/ask.ts';
export type { ExceptionsDeps } from './exceptions/context.ts';
export { withdrawException } from './exceptions/end.ts';
export { EXCEPTIONS_DUE_CRON, exceptionsDueJob } from './exceptions/jobs.ts';
export { exceptionRoutes } from './exceptions/routes.ts';
export { listExceptions } from './exceptions/select.ts';
export { aliasesChanged, changedCves, followAliases, forgetChange } from './intelligence/changes.ts';
export type { DownloadFeed } from './intelligence/feed-file.ts';
export { type FeedSource, feedSources } from './intelligence/feed-sources.ts';
export {
  REFRESH_INTEL_CRON,
  refreshFeedJob,
  refreshIntelJob,
  scheduleRefresh,
} from './intelligence/jobs.ts';
export { loadIntel } from './intelligence/load-intel.ts';
export { refreshFeed } from './intelligence/refresh-feed.ts';
export { policyRoutes } from './routes.ts';
export { hoursOf } from './trust/cost.ts';
export {
  exceptionDecided,
  hearException,
  JUDGE_RULES_CRON,
  judgeRulesJob,
  planJudgingAll,
} from './trust/jobs.ts';
export { labelledBy } from './trust/label-store.ts';
export { keepLabels, takeBackLabels } from './trust/labels.ts';
export { loadTrust, loadTrusts } from './trust/load.ts';
export { trustRoutes } from './trust/routes.ts';
