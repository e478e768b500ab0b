import type { ActHandler } from '../platform/outbox/outbox.ts';
import type { House } from './house.ts';

/** Who performs which acts of the outbox: one line a topic. */
export const deliveries = (_house: House): Record<string, ActHandler> => ({});
