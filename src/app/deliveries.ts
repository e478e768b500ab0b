import { FILING_TOPIC, tellFilingHandler } from '../modules/tickets/public.ts';
import type { ActHandler } from '../platform/outbox/outbox.ts';
import type { House } from './house.ts';

/** Who performs which acts of the outbox: one line a topic. */
export const deliveries = (house: House): Record<string, ActHandler> => ({
  [FILING_TOPIC]: tellFilingHandler({
    db: house.database.db,
    ids: house.ids,
    clock: house.clock,
    connections: house.connections,
    publicUrl: house.config.LANEKEEPER_URL ?? `http://localhost:${house.config.port}`,
  }),
});
