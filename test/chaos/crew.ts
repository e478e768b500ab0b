import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Crew {
  /** Starts workers until there are so many. */
  keep(count: number): Promise<void>;
  /** Until so many say that they work. @throws Error when none does for three minutes */
  ready(count: number): Promise<void>;
  /** The name of one that works, as the database knows it. */
  any(random: () => number): string;
  /** Kills one that works. @returns its name */
  kill(random: () => number): string;
  stop(): Promise<void>;
}

interface Member {
  name: string;
  process: ChildProcess;
  works: boolean;
}

/** Real workers (`lanekeeper worker`) in processes of their own. */
export function workerCrew(environment: Record<string, string>, log: string | null): Crew {
  const members: Member[] = [];
  const file = log === null ? null : openSync(log, 'a');
  const cache = join(environment['LANEKEEPER_DATA_DIR']!, 'compiled');
  let started = 0;

  const start = () => {
    const name = `chaos-${++started}`;
    const child = spawn(process.execPath, ['src/cli/main.ts', 'worker'], {
      // Many start: what one compiled, the next one need not.
      env: { ...process.env, ...environment, PGAPPNAME: name, NODE_COMPILE_CACHE: cache },
      stdio: ['ignore', 'pipe', file ?? 'ignore'],
    });
    const member: Member = { name, process: child, works: false };
    child.stdout!.on('data', (data: Buffer) => {
      member.works ||= data.includes('Working on jobs');
    });
    child.once('exit', () => {
      const at = members.indexOf(member);
      if (at >= 0) members.splice(at, 1);
    });
    members.push(member);
  };
  const one = (random: () => number): Member => {
    const working = members.filter(({ works }) => works);
    return working[Math.floor(random() * working.length)]!;
  };

  return {
    async keep(count) {
      while (members.length < count) start();
    },
    async ready(count) {
      for (const giveUpAt = Date.now() + 180_000; ; await sleep(20)) {
        if (members.filter(({ works }) => works).length >= count) return;
        if (Date.now() > giveUpAt) throw new Error('the workers do not start');
      }
    },
    any: (random) => one(random).name,
    kill(random) {
      const member = one(random);
      members.splice(members.indexOf(member), 1);
      member.process.kill('SIGKILL');
      return member.name;
    },
    async stop() {
      for (const { process: child } of members.splice(0)) {
        const over = once(child, 'exit');
        child.kill('SIGKILL');
        await over;
      }
    },
  };
}
