import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './lib/bench.ts';
import { startBenchServer } from './lib/server.ts';

export const start: Bench = {
  name: 'start',
  what: 'from the command to the ready server, with data present',
  async run() {
    const home = await mkdtemp(join(tmpdir(), 'lanekeeper-bench-'));
    try {
      const first = await startBenchServer(home);
      await first.stop();
      const times: number[] = [];
      for (let n = 0; n < 3; n++) {
        const again = await startBenchServer(home);
        times.push(again.startedInMs);
        await again.stop();
      }
      const median = times.sort((a, b) => a - b)[1]!;
      return [
        { name: 'start to ready (median of three)', value: median / 1000, unit: 's', target: { most: 3 } },
        { name: 'very first start', value: first.startedInMs / 1000, unit: 's' },
      ];
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
};
