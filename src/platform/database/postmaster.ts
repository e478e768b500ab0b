import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from './process-owner.ts';

/** What the pid file of a cluster says of its server, if that server lives. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** From the pid file (line 1 pid, line 4 port). A pid that now belongs to something else is no server. */
export async function runningPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && isAlive(pid) && (await isPostgres(pid)) ? { pid, port } : null;
}

/**
 * PostgreSQL refuses to start while the pid of its last run lives, also when it is another program by now
 * (a container that was started again). Only then is its pid file removed; all else it clears itself.
 */
export async function clearForeignPid(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && isAlive(pid) && !(await isPostgres(pid))) await rm(file, { force: true });
}

/** In a container pids are few and soon used again. Where there is no /proc, being alive must do. */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null || command.split('\0')[0]!.includes('postgres');
}

/** Whether a server answers there and lets this user in. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Fast shutdown (SIGINT): open transactions are rolled back, then a checkpoint. */
export async function stopPostmaster(cluster: string, timeoutMs: number): Promise<void> {
  const running = await runningPostmaster(cluster);
  if (!running) return;
  process.kill(running.pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < timeoutMs && (await runningPostmaster(cluster)); waitedMs += 20)
    await sleep(20);
}
