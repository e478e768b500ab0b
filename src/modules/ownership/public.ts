export { settleMoved } from './disputes.ts';
export { coverageChange, coverJob, keepCoverage, planCoverage } from './keep-coverage.ts';
export { type MovingDeps, ownershipChanged } from './moving.ts';
export { movingRoutes } from './moving-routes.ts';
export { OWNERSHIP_DUE_CRON, ownershipDueJob, watchOwnershipJob } from './ownership-jobs.ts';
export { periodsJob, planAllPeriods, planPeriods } from './period-jobs.ts';
export {
  explainResource,
  keepResourceLabels,
  keepResourceLeads,
  loadTargetGround,
  resourceLabelsOf,
} from './resources/load-resources.ts';
export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnership, storeOwnershipFiles } from './service.ts';
export { type SweepEnd, sweep } from './sweep.ts';
export type { SweepDeps } from './sweep-deps.ts';
export { followHint } from './sweep-hints.ts';
export { readRepositoryJob, SWEEP_CRON, scheduleSweep, sweepAllJob, sweepJob } from './sweep-jobs.ts';
export { sweepRoutes } from './sweep-routes.ts';
export { OWNERSHIP_WATCH_CRON, watchOwnership } from './watch.ts';
