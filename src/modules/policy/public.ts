/** The door of policy for what needs the database: the active version, intelligence, feeds, routes, the job. */
export type { FeedName } from './feed-parse.ts';
export { REFRESH_INTEL_CRON, refreshIntelJob, scheduleRefresh } from './jobs.ts';
export { loadIntel } from './load-intel.ts';
export { type FetchBytes, refreshFeed } from './refresh-feed.ts';
export { policyRoutes } from './routes.ts';
export { type ActivePolicy, ensureDefaultPolicy, loadActivePolicy } from './versions.ts';
