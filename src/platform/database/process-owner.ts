import { readFile, rm, writeFile } from 'node:fs/promises';

export interface Ownership {
  taken: boolean;
  release(): Promise<void>;
}

/**
 * One process owns a resource: the file holds its pid, and a dead owner's file is replaced. Pids are reused
 * by the system, so the start time of the process is kept beside it where the system tells (Linux).
 */
export async function takeOwnership(file: string): Promise<Ownership> {
  const mine = `${process.pid} ${await startedAt(process.pid)}`;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o600 });
      return { taken: true, release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readFile(file, 'utf8').catch(() => '');
    const [pid = '', started = ''] = holder.split(' ');
    if (Number(pid) > 0 && isAlive(Number(pid)) && (await startedAt(Number(pid))) === started) {
      return { taken: false, release: async () => {} };
    }
    await rm(file, { force: true });
  }
  return { taken: false, release: async () => {} };
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
