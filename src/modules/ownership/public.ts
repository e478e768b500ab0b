export { ownershipRoutes } from './routes.ts';
export { explainOwner, loadOwnershipMap, storeOwnershipFiles } from './service.ts';
