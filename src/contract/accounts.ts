import { z } from 'zod';
import { connectionKey } from './connections.ts';
import { time } from './shapes.ts';

/** What an outside system calls somebody: the id there, not the name. */
const accountId = z.string().trim().min(1).max(300);

/** GET /api/v1/people/:id/accounts; `me` stands for whoever asks. */
export const accountList = z.object({
  items: z.array(
    z.object({
      connection: connectionKey,
      account: accountId,
      name: z.string(),
      /** `person`: said by themselves or an admin; `mail`: the same verified address; `directory`: it says so. */
      knownBy: z.enum(['mail', 'directory', 'person']),
      at: time,
    }),
  ),
});
export type AccountList = z.infer<typeof accountList>;

/** PUT and DELETE /api/v1/people/:id/accounts/:connection/:account */
export const accountParams = z.object({
  id: z.string().max(100),
  connection: connectionKey,
  account: accountId,
});
export const nameAccount = z.strictObject({
  /** As they are called there, for people. */
  name: z.string().trim().max(200).default(''),
});
