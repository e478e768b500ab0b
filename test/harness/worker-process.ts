import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openDatabase } from '../../src/platform/database/database.ts';
import { startWorkers } from '../../src/platform/jobs/workers.ts';
import { createLog } from '../../src/platform/log.ts';

/** A worker in a process of its own, to be killed: says `started N` when it takes a job, which takes long. */
const database = openDatabase<unknown>(process.argv[2]!);
startWorkers({
  pool: database.pool,
  log: createLog('silent'),
  concurrency: 1,
  jobs: [
    {
      name: 'long',
      payload: z.object({ n: z.number() }),
      async run({ n }: { n: number }) {
        process.stdout.write(`started ${n}\n`);
        await sleep(60_000);
      },
    },
  ],
});
process.stdout.write('ready\n');
