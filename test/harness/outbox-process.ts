import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/platform/database/database.ts';
import { startWorkers } from '../../src/platform/jobs/workers.ts';
import { createLog } from '../../src/platform/log.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';

/**
 * A worker of the outbox in a process of its own, to be killed: says `begin KEY`, `end KEY`, and before the former
 * whether it may have been done. An act takes as many milliseconds as its payload says.
 */
const database = openDatabase<unknown>(process.argv[2]!);
const say = (line: string) => process.stdout.write(`${Date.now()} ${line}\n`);
const outbox = createOutbox({
  db: database.db,
  handlers: {
    'ticket.tell': async ({ ms }, { idempotencyKey, maybeDone }) => {
      say(`${maybeDone ? 'again' : 'begin'} ${idempotencyKey}`);
      await sleep(Number(ms ?? 0));
      say(`end ${idempotencyKey}`);
    },
  },
});
startWorkers({
  pool: database.pool,
  log: createLog('silent'),
  concurrency: 3,
  jobs: [outbox.lane, outbox.resume],
});
say('ready');
