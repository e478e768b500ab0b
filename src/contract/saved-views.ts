import { z } from 'zod';
import { time } from './shapes.ts';

/** Pages whose filters can be kept. */
const VIEW_PAGES = ['findings', 'tickets'] as const;
const page = z.enum(VIEW_PAGES);

const name = z.string().trim().min(1).max(80);
/** What stands after the `?` of the page's address. */
const search = z
  .record(z.string().min(1).max(50), z.union([z.string().max(2000), z.boolean()]))
  .refine((given) => Object.keys(given).length <= 40, 'at most 40 filters');

const savedView = z.object({
  id: z.string(),
  page,
  name,
  search,
  /** Who kept it. */
  by: z.string(),
  mine: z.boolean(),
  /** Whom it was given to; null = nobody. */
  team: z.object({ key: z.string(), name: z.string() }).nullable(),
  at: time,
});
export type SavedView = z.infer<typeof savedView>;

/** GET /api/v1/views: one's own and those given to one's teams, by name. */
export const listViewsQuery = z.object({ page });
export const viewList = z.object({ items: z.array(savedView) });

/** POST /api/v1/views */
export const keepView = z.strictObject({
  page,
  name,
  search,
  /** Key of a team that one belongs to: all of it sees the view. */
  team: z.string().max(200).nullable().default(null),
});
/** PATCH /api/v1/views/:id: one's own. */
export const changeView = z.strictObject({
  name: name.optional(),
  search: search.optional(),
  team: z.string().max(200).nullable().optional(),
});
export const oneView = savedView;
