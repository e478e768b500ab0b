import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';

/**
 * Makes a file unless it is there. It appears under its name with its whole content or not at all (written
 * aside, then linked), so of several processes that do this at once one wins and nobody reads half of it.
 * @returns whether this call made it
 */
export async function createOnce(file: string, content: string): Promise<boolean> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(content).finally(() => handle.sync().finally(() => handle.close()));
    await link(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
