export { settleMoved, withdrawIdleDisputes } from './disputes.ts';
export { type FindingNote, type MovingDeps, ownershipChanged } from './moving.ts';
export { movingRoutes } from './moving-routes.ts';
export { watchOwnershipJob } from './ownership-jobs.ts';
export {
  explainResource,
  keepResourceLabels,
  loadResources,
  lookUp as lookUpResources,
  resourceLabelsOf,
} from './resources/load-resources.ts';
export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnership, storeOwnershipFiles } from './service.ts';
export { OWNERSHIP_WATCH_CRON, watchOwnership } from './watch.ts';
