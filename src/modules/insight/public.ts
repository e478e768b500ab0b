/** The door of insight: read-only numbers. */
export { insightRoutes } from './routes.ts';
export { intakeByTool, openTickets, summarise } from './summary.ts';
export { unownedTargets } from './unowned.ts';
