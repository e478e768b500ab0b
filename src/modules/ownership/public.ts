export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnership, storeOwnershipFiles } from './service.ts';
