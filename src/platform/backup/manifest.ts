import { z } from 'zod';
import type { Keys } from '../secrets/keys.ts';

/** What a backup says of itself before its parts. */
export const backupHead = z.object({
  version: z.string(),
  createdAt: z.iso.datetime(),
  keyCheck: z.string(),
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), checksum: z.string() })),
});
export type BackupHead = z.infer<typeof backupHead>;

/** And after them. */
export const backupLast = z.object({
  rows: z.record(z.string(), z.number().int()),
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^-?\d+$/), called: z.boolean() })),
  blobs: z.number().int(),
});
export type BackupLast = z.infer<typeof backupLast>;

/** Two installations give the same value exactly if they hold the same keys; it tells nothing about them. */
export const keyCheck = (keys: Keys): string =>
  `${keys.current.id.toString('hex')}-${keys.hashSecret('check of a backup’s keys').slice(0, 16)}`;
