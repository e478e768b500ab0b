/** The door of insight: read-only numbers. */
export { bulkJob } from './bulk/bulk.ts';
export { bulkRoutes } from './bulk/routes.ts';
export { homeRoutes } from './home/routes.ts';
export { houseStanding } from './house-standing.ts';
export { outwardRoutes } from './outward/routes.ts';
export { fold, forgetEmptyCells } from './rollup/fold.ts';
export { keepRollups } from './rollup/keep.ts';
export { insightRoutes } from './routes.ts';
export { intakeByTool, openTickets, summarise } from './summary.ts';
export { unownedTargets } from './unowned.ts';
