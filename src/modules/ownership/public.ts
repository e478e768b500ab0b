export { settleMoved, withdrawIdleDisputes } from './disputes.ts';
export { type FindingNote, type MovingDeps, ownershipChanged } from './moving.ts';
export { movingRoutes } from './moving-routes.ts';
export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnership, storeOwnershipFiles } from './service.ts';
