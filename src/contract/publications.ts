import { z } from 'zod';
import { time } from './shapes.ts';

export const PUBLICATION_KINDS = ['wall', 'badge', 'frame'] as const;
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

/** Pages that may frame: scheme, host, perhaps a port; `*.` stands for every host below. */
const origin = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?$/,
    'like https://wiki.example.com',
  );

/** POST /api/v1/publications, /teams/:team/publications, /units/:unit/publications */
export const newPublication = z
  .strictObject({
    kind: z.enum(PUBLICATION_KINDS),
    title: z.string().trim().min(1).max(100),
    framedBy: z.array(origin).max(20).default([]),
  })
  .refine(({ kind, framedBy }) => (kind === 'frame') === framedBy.length > 0, {
    path: ['framedBy'],
    message: 'a frame says which pages may show it, and only a frame does',
  });
export type NewPublication = z.output<typeof newPublication>;

export const publication = z.object({
  id: z.string(),
  kind: z.enum(PUBLICATION_KINDS),
  title: z.string(),
  team: z.string().nullable(),
  unit: z.string().nullable(),
  framedBy: z.array(z.string()),
  createdBy: z.string(),
  createdAt: time,
});
export type Publication = z.infer<typeof publication>;

/** GET …/publications: those that were not withdrawn, newest first. */
export const publicationList = z.object({ items: z.array(publication) });

/** What only its maker sees, and once: the key is kept as a hash. */
export const madePublication = publication.extend({
  address: z.string(),
  /** To paste where it shall be shown: Markdown for a badge, HTML for a frame, the address for a wall. */
  snippet: z.string(),
});
export type MadePublication = z.infer<typeof madePublication>;
