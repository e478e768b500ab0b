export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnership, type Ownership, storeOwnershipFiles } from './service.ts';
