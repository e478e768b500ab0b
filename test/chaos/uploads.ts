import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../../src/app/house.ts';
import { acceptScanQuery } from '../../src/contract/scans.ts';
import { acceptUpload } from '../../src/modules/intake/public.ts';
import { sarif } from '../harness/reports.ts';
import { REPOSITORIES } from './company.ts';

const EVERY_MS = 350;
/** Where the machine is slow, nobody hands in more than it reads: what is told is what is tested. */
const MOST_WAITING = 3;

/** Hands in reports on and on: of each repository some results come, some go, some come back. */
export function uploads(house: House, random: () => number) {
  const present = new Map<string, Set<number>>();
  let [count, next, stopped] = [0, 0, false];
  const upload = async () => {
    const waiting = await house.database.pool.query(`select from scan where state = 'received'`);
    if (waiting.rows.length >= MOST_WAITING) return;
    const repository = REPOSITORIES[Math.floor(random() * REPOSITORIES.length)]!;
    const results = present.get(repository) ?? new Set<number>();
    present.set(repository, results);
    for (const one of [...results]) if (random() < 0.06) results.delete(one);
    for (let more = 1 + Math.floor(random() * 4); more > 0; more--) results.add(next++);
    if (next > 3 && random() < 0.3) results.add(Math.floor(random() * next));
    const report = sarif([...results].map(resultOf));
    await acceptUpload(house.line, {
      query: acceptScanQuery.parse({ repository }),
      body: once(Buffer.from(JSON.stringify(report))),
      submittedBy: 'chaos',
      maxBytes: 10_000_000,
    });
    count++;
  };
  const going = (async () => {
    for (; !stopped; await sleep(EVERY_MS * (0.5 + random())))
      // The database may have been cut that very moment; a pipeline would send its report again.
      await upload().catch(() => {});
  })();
  return {
    count: () => count,
    async stop() {
      stopped = true;
      await going;
    },
  };
}

const resultOf = (n: number) => ({
  rule: `rule-${n}`,
  path: `src/part-${n % 7}/file-${n}.ts`,
  line: 10,
  text: `query(value${n})`,
  message: `Value ${n} reaches a query.`,
});

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}
