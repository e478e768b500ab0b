import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where events go: the whole address, with its path and query. */
const receiver = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text);
    if (!url || url.username || url.password || url.hash) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  }, 'an address such as https://events.example.com/lanekeeper');

/** What a person states about a webhook. */
export const webhookSettings = z.object({
  url: receiver,
  /** Queues whose tickets it hears of; none: of every queue that no tracker takes. */
  queues: z.array(z.string().min(1).max(100)).max(1000).default([]),
  /** What events name as their source, where several installations tell one receiver. */
  source: z.string().min(1).max(200).default('lanekeeper'),
});

export type WebhookSettings = z.infer<typeof webhookSettings>;

/** As `TicketSystem.placeOf`: a place is a queue. */
export const placeOf = ({ queues }: WebhookSettings, queue: string): string | null =>
  queues.length === 0 || queues.includes(queue) ? queue : null;
