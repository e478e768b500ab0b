import { z } from 'zod';

/** `connection.changed`: one came, changed, or went. */
export const connectionChanged = z.object({
  connectionId: z.uuid(),
  /** It is new, or in use again after it was switched off. */
  resumed: z.boolean(),
});
export type ConnectionChanged = z.infer<typeof connectionChanged>;
