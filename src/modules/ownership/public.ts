export { coverageChange, coverJob, keepCoverage, planCoverage } from './coverage/keep-coverage.ts';
export { openDispute, settleMoved } from './moving/disputes.ts';
export { listDisputes } from './moving/disputes-list.ts';
export { OWNERSHIP_DUE_CRON, ownershipDueJob, watchOwnershipJob } from './moving/jobs.ts';
export { type MovingDeps, ownershipChanged } from './moving/moving.ts';
export { addOverride } from './moving/overrides.ts';
export { movingRoutes } from './moving/routes.ts';
export { OWNERSHIP_WATCH_CRON, watchOwnership } from './moving/watch.ts';
export { speakerFor } from './moving/who-speaks.ts';
export { periodsJob, planAllPeriods, planPeriods } from './periods/period-jobs.ts';
export {
  explainResource,
  keepResourceLabels,
  keepResourceLeads,
  loadTargetGround,
  resourceLabelsOf,
} from './resources/load-resources.ts';
export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnership, storeOwnershipFiles } from './service.ts';
export type { SweepDeps } from './sweep/deps.ts';
export { followHint } from './sweep/hints.ts';
export { readRepositoryJob, SWEEP_CRON, sweepAllJob, sweepJob } from './sweep/jobs.ts';
export { sweepRoutes } from './sweep/routes.ts';
export { sweep } from './sweep/sweep.ts';
