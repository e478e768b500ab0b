/** The door of insight: read-only numbers. */
export { insightRoutes } from './routes.ts';
export { type Summary, summarise } from './summary.ts';
