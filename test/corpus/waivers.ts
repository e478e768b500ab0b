import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Waiver } from './waivers/waiver.ts';

const FOLDER = join(import.meta.dirname, 'waivers');

/** Every difference from the peer, from the files beside `waivers/waiver.ts`: one file for each group of readers. */
export const WAIVERS: Waiver[] = (
  await Promise.all(
    readdirSync(FOLDER)
      .filter((file) => file !== 'waiver.ts')
      .sort()
      .map(async (file) => ((await import(join(FOLDER, file))) as { waivers: Waiver[] }).waivers),
  )
).flat();
