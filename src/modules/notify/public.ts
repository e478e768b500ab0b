/** The door of notify: who is told what, by which way, and what they answer. */
export type { NotifyDeps } from './deps.ts';
export { DIGESTS_CRON, digestsJob } from './digests.ts';
export { hearAsk, hearEscalation, hearException, hearTickets } from './hear.ts';
export { messageHandler } from './perform.ts';
export { MESSAGE_TOPIC } from './planned-message.ts';
export { notifyRoutes } from './routes.ts';
export { followSaid } from './said.ts';
export { forgetNotices } from './store.ts';
