import { z } from 'zod';

/**
 * A name or title. Every text ends up in trackers and chat: control characters and halves of surrogate pairs
 * never do. (Editors check the pattern, too, and not all of them know `\p{…}`.)
 */
export const plainLine = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\u0000-\u001F\u007F-\u009F]*$/, 'use plain text on one line')
  .refine((text) => text.isWellFormed(), 'use plain text on one line');
