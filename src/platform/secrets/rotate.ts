import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';

const KEY_BYTES = 32;

/** A new key, as a key file and the environment hold it. */
export const newKey = (): string => randomBytes(KEY_BYTES).toString('hex');

/**
 * Puts a new key first into a key file. The file is replaced as a whole: whoever reads it meanwhile reads the old one
 * or the new one.
 */
export async function rotateKeyFile(file: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle
      .writeFile(`${newKey()}\n${before.trim()}\n`)
      .finally(() => handle.sync().finally(() => handle.close()));
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
