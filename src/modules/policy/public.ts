/** The door of policy for what needs the database: the active version, intelligence, feeds, routes, the job. */

export { type ActivePolicy, ensureDefaultPolicy, loadActivePolicy } from './document/versions.ts';
export type { FeedName } from './intelligence/feed-parse.ts';
export { REFRESH_INTEL_CRON, refreshIntelJob, scheduleRefresh } from './intelligence/jobs.ts';
export { loadIntel } from './intelligence/load-intel.ts';
export { type FetchBytes, refreshFeed } from './intelligence/refresh-feed.ts';
export { policyRoutes } from './routes.ts';
export { JUDGE_RULES_CRON, judgeRulesJob } from './trust/jobs.ts';
export { keepLabels, type Label, takeBackLabels } from './trust/labels.ts';
export { loadTrust } from './trust/load.ts';
export { trustRoutes } from './trust/routes.ts';
