import { z } from 'zod';

/**
 * A connection's own words for the title and the text of tickets: Mustache in Markdown; what is left out is said by
 * the default. Part of each tracker's settings as `template`; the names are those of docs/delivery.md.
 */
export const ticketTemplate = z
  .strictObject({
    title: z.string().trim().min(1).max(500).optional(),
    body: z.string().trim().min(1).max(20_000).optional(),
  })
  .default({});
