import { fakeRedmine } from '../test/fakes/fake-redmine.ts';
import type { Fault, Faults } from '../test/fakes/faults.ts';

/**
 * A tracker in a process of its own: answers after so many milliseconds, and 429 to what is above so many requests a
 * second (a bucket of one second). Says where it is, and what it counted when it is asked (`count` on standard input).
 */
const [latencyMs, perSecond] = process.argv.slice(2).map(Number) as [number, number];

const counts = { none: 0, cutBefore: 0, cutAfter: 0, limit429: 0, error500: 0 };
let [tokens, filledAt] = [perSecond, performance.now()];
const limit: Faults = {
  counts,
  calm() {},
  next(): Fault {
    const now = performance.now();
    tokens = Math.min(perSecond, tokens + ((now - filledAt) * perSecond) / 1000);
    filledAt = now;
    const kind = tokens >= 1 ? 'none' : 'limit429';
    if (kind === 'none') tokens--;
    counts[kind]++;
    return { kind, waitMs: latencyMs };
  },
};

const redmine = await fakeRedmine();
const { url, keys } = redmine;
await fetch(`${url}/test-control`, {
  method: 'POST',
  headers: { 'x-redmine-api-key': keys.admin, 'content-type': 'application/json' },
  body: JSON.stringify({ wish: 'project', identifier: 'bench' }),
});
redmine.trouble(limit);
process.stdin.on('data', () => {
  const issues = redmine.state.issues.size;
  process.stdout.write(`${JSON.stringify({ requests: counts.none, refused: counts.limit429, issues })}\n`);
});
process.stdin.on('end', () => process.exit());
process.stdout.write(`${JSON.stringify({ url, apiKey: keys.bot })}\n`);
