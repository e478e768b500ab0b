import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../../src/app/house.ts';
import type { ChaosHook, ChaosTracker } from './trackers.ts';

const EVERY_MS = 1500;

/** What somebody wrote in a tracker. */
export interface Saying {
  filingId: string;
  text: string;
}

/** People write comments in the trackers; webhooks tell of some of them, of some twice, of some never. */
export function peopleTalk(
  house: House,
  serverUrl: string,
  trackers: readonly ChaosTracker[],
  random: () => number,
) {
  const said: Saying[] = [];
  let stopped = false;
  const talk = async () => {
    const at = Math.floor(random() * trackers.length);
    const { rows } = await house.database.pool.query<{ id: string; remote_id: string }>(
      `select f.id, f.remote_id from filing f join connection c on c.id = f.connection_id
       where c.key = $1 and f.state = 'filed' order by md5(f.id::text || $2) limit 1`,
      [`tracker-${at}`, String(random())],
    );
    const filing = rows[0];
    if (!filing) return;
    const text = `seen by a person ${randomUUID()}`;
    const hook = await trackers[at]!.say(filing.remote_id, text);
    said.push({ filingId: filing.id, text });
    if (hook) await deliver(`${serverUrl}/hooks/tracker-${at}`, hook, random());
  };
  const going = (async () => {
    for (; !stopped; await sleep(EVERY_MS * (0.5 + random()))) await talk().catch(() => {});
  })();
  return {
    count: () => said.length,
    said: () => said,
    async stop() {
      stopped = true;
      await going;
    },
  };
}

/** A third gets lost, a third comes once, a third comes twice. */
async function deliver(url: string, { headers, body }: ChaosHook, chance: number): Promise<void> {
  const times = chance < 1 / 3 ? 0 : chance < 2 / 3 ? 1 : 2;
  for (let sent = 0; sent < times; sent++)
    await fetch(url, { method: 'POST', headers, body }).then((answer) => answer.body?.cancel());
}
