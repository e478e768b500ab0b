/** The second door: planning without I/O. */
export { type ExistingTicket, type Plan, type PlannedFix, plan, ticketTitle } from './plan.ts';
