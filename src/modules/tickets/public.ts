/** The door of tickets. */
export { planScan, type TicketDeps } from './plan-scan.ts';
export { listTickets } from './queries.ts';
export { ticketRoutes } from './routes.ts';
