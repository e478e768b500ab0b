import { z } from 'zod';
import { time } from './shapes.ts';

/** POST /api/v1/connections/:key/directory-sync */
export const startDirectorySync = z.strictObject({
  /** What the directory no longer tells of goes, even when it is more than half of all. */
  acceptVanished: z.boolean().default(false),
});

/** What a reading of a directory came to, so far. */
export const directorySyncCounts = z.object({
  /** As the directory told of them. */
  people: z.int(),
  teams: z.int(),
  memberships: z.int(),
  /** What that changed here; null while nothing was applied. */
  applied: z
    .object({
      peopleAdded: z.int(),
      peopleChanged: z.int(),
      peopleClosed: z.int(),
      /** Known to the directory only: nobody can sign in without an e-mail. */
      withoutEmail: z.int(),
      teamsAdded: z.int(),
      teamsRetired: z.int(),
      /** They mean none of our teams, or one that another means already. */
      teamsLeftOut: z.int(),
    })
    .nullable(),
  /** What did not fit, in words. */
  says: z.array(z.string()),
});
export type DirectorySyncCounts = z.infer<typeof directorySyncCounts>;

/**
 * GET /api/v1/connections/:key/directory-sync. `failed`: nothing was changed, and `says` why; `waiting`: it goes on
 * at `continuesAt`; `queued`: it begins when a worker is free.
 */
export const directorySyncState = directorySyncCounts.extend({
  state: z.enum(['never', 'queued', 'running', 'done', 'waiting', 'failed']),
  begunAt: time.nullable(),
  endedAt: time.nullable(),
  continuesAt: time.nullable(),
});
export type DirectorySyncState = z.infer<typeof directorySyncState>;
