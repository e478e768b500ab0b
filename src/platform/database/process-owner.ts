import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
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
  const taken: Ownership = { taken: true, release: () => rm(file, { force: true }) };
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await createOnce(file, mine)) return taken;
    const holder = await readFile(file, 'utf8').catch(() => null);
    if (holder === null) continue;
    if (await isOwner(holder)) return NOT_TAKEN;
    return (await succeed(file, holder, mine)) ? taken : NOT_TAKEN;
  }
  return NOT_TAKEN;
}

/**
 * Many may find the same dead owner, and a slow one must not push out whoever was faster. The succession is
 * therefore owned itself, by the same rules; its owner looks again before it replaces the file.
 */
async function succeed(file: string, dead: string, mine: string): Promise<boolean> {
  const succession = await takeOwnership(`${file}.next`);
  if (!succession.taken) return false;
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    if ((await readFile(file, 'utf8').catch(() => null)) !== dead) return false;
    await writeFile(aside, mine, { mode: 0o600 });
    await rename(aside, file);
    return true;
  } finally {
    await rm(aside, { force: true });
    await succession.release();
  }
}

async function isOwner(holder: string): Promise<boolean> {
  const [pid = '', started = ''] = holder.split(' ');
  return Number(pid) > 0 && isAlive(Number(pid)) && (await startedAt(Number(pid))) === started;
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
