/** The door of tickets. */
export { remedy, risk } from './body.ts';
export { ESCALATE_CRON, escalateJob } from './escalation/escalate.ts';
export { FILING_TOPIC } from './filing/file-tickets.ts';
export { tellFilingHandler } from './filing/tell-filing.ts';
export { fixFacts } from './fix-facts.ts';
export { LOOK_AGAIN_CRON, lookAgainJob } from './holds/look-again.ts';
export { RELEASE_TICKETS_CRON, releaseTicketsJob } from './pacing/release.ts';
export { planFixes } from './plan-fixes.ts';
export { planScan, type TicketDeps } from './plan-scan.ts';
export { listTickets } from './queries.ts';
export { ticketRoutes } from './routes.ts';
export { tellFixes } from './tell-fixes.ts';
