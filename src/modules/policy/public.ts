/** The door of policy for what needs the database: the active version, intelligence, feeds, routes, the job. */

export { type ActivePolicy, ensureDefaultPolicy, loadActivePolicy } from './document/versions.ts';
export { changedCves, forgetChange, INTELLIGENCE_CHANGED } from './intelligence/changes.ts';
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
export { JUDGE_RULES_CRON, judgeRulesJob } from './trust/jobs.ts';
export { loadTrust, loadTrusts } from './trust/load.ts';
export { trustRoutes } from './trust/routes.ts';
