import { MESSAGE_TOPIC, messageHandler } from '../modules/notify/public.ts';
import { FILING_TOPIC, HEARING_TOPIC, hearFiling, tellFilingHandler } from '../modules/tickets/public.ts';
import type { ActHandler } from '../platform/outbox/outbox.ts';
import type { House } from './house.ts';
import { notifyDepsOf } from './notices.ts';
import { backDepsOf } from './trackers-back.ts';

/** Who performs which acts of the outbox: one line a topic. */
export const deliveries = (house: House): Record<string, ActHandler> => ({
  [FILING_TOPIC]: tellFilingHandler({
    db: house.database.db,
    ids: house.ids,
    clock: house.clock,
    connections: house.connections,
    publicUrl: house.config.LANEKEEPER_URL ?? `http://localhost:${house.config.port}`,
  }),
  [HEARING_TOPIC]: hearFiling(backDepsOf(house)),
  [MESSAGE_TOPIC]: messageHandler(notifyDepsOf(house)),
});
