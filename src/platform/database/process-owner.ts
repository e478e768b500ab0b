import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { createOnce } from '../create-once.ts';

export interface Ownership {
  taken: boolean;
  release(): Promise<void>;
}

const NOT_TAKEN: Ownership = { taken: false, release: async () => {} };

/**
 * One process owns a resource: the file holds its pid, and a dead owner's file is replaced. Pids are reused
 * by the system, so the start time of the process is kept beside it where the system tells (Linux).
 */
export async function takeOwnership(file: string): Promise<Ownership> {
  const mine = `${process.pid} ${await startedAt(process.pid)}`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await createOnce(file, mine)) return { taken: true, release: () => rm(file, { force: true }) };
    const holder = await readFile(file, 'utf8').catch(() => null);
    if (holder === null) continue;
    if (await isOwner(holder)) return NOT_TAKEN;
    await removeIf(file, holder);
  }
  return NOT_TAKEN;
}

async function isOwner(holder: string): Promise<boolean> {
  const [pid = '', started = ''] = holder.split(' ');
  return Number(pid) > 0 && isAlive(Number(pid)) && (await startedAt(Number(pid))) === started;
}

/**
 * Two processes may find the same dead owner, and the slower one must not remove what the faster one has put
 * in its place: the file is moved aside first, and put back when it is not the one that was read.
 */
async function removeIf(file: string, content: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== content) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat: start time in clock ticks after boot; `-` where there is no /proc. */
async function startedAt(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
  } catch {
    return '-';
  }
}
