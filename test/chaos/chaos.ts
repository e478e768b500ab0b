import { setTimeout as sleep } from 'node:timers/promises';
import { openHouse } from '../../src/app/house.ts';
import { startServer } from '../../src/app/server.ts';
import { subscribe } from '../../src/app/workers.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { type FaultRates, faults, randomOf } from '../fakes/faults.ts';
import { connectTrackers, prepareCompany } from './company.ts';
import { type ChaosResult, compare } from './compare.ts';
import { type Crew, workerCrew } from './crew.ts';
import type { ChaosOptions } from './options.ts';
import { peopleTalk } from './people.ts';
import { settle } from './settle.ts';
import { type TakeoverWatch, watchTakeovers } from './takeovers.ts';
import { openTrackers } from './trackers.ts';
import { uploads } from './uploads.ts';

export interface ChaosRun extends Omit<ChaosOptions, 'json'> {
  databaseUrl: string;
  dataDir: string;
  say(line: string): void;
}

const RATES: FaultRates = { cutBefore: 0.02, cutAfter: 0.03, limit429: 0.01, error500: 0.02, slowMs: 60 };
/** Workers at once: when one is killed, others are there to take over. */
const CREW = 3;
/** One kill in so many also cuts all connections of another worker to the database. */
const CUT_EACH = 12;

/** Everything goes wrong for a while; then it is compared what stands on both sides. */
export async function chaos(run: ChaosRun): Promise<{ result: ChaosResult; longestTakeoverMs: number }> {
  const environment = {
    DATABASE_URL: run.databaseUrl,
    LANEKEEPER_DATA_DIR: run.dataDir,
    LANEKEEPER_ALLOW_PRIVATE: 'true',
    LANEKEEPER_WORKERS: '3',
    LANEKEEPER_POOL: '6',
    LANEKEEPER_LOG: run.log ? 'info' : 'silent',
  };
  const house = await openHouse(readConfig(environment), createLog('silent'), { durable: false });
  subscribe(house);
  const server = await startServer(house, { port: 0 });
  const trackers = await openTrackers(run.trackers);
  const crew = workerCrew(environment, run.log);
  const watch = watchTakeovers(run.databaseUrl);
  const random = randomOf(run.seed);
  try {
    await prepareCompany(house, trackers);
    await connectTrackers(house, trackers);
    const plans = trackers.map((tracker, n) => {
      const plan = faults({ seed: run.seed * 100 + n, rates: RATES });
      tracker.trouble(plan);
      return plan;
    });
    const uploading = uploads(house, random);
    const talking = peopleTalk(house, server.url, trackers, random);
    await storm(run, crew, watch, random).finally(() => Promise.all([uploading.stop(), talking.stop()]));
    run.say(`${uploading.count()} reports were handed in, people wrote ${talking.count()} comments`);
    for (const plan of plans) plan.calm();
    run.say(`faults: ${JSON.stringify(plans.map(({ counts }) => counts))}`);
    await settle(house, run.say);
    const result = await compare(house, trackers, talking.said(), run.say);
    const longestTakeoverMs = watch.longestMs();
    run.say(
      `${watch.count()} jobs of killed workers were taken over, the longest after ${longestTakeoverMs} ms`,
    );
    return { result, longestTakeoverMs };
  } finally {
    await crew.stop();
    await watch.stop();
    for (const tracker of trackers) await tracker.close();
    await server.close();
    await house.close();
  }
}

async function storm({ kills, say }: ChaosRun, crew: Crew, watch: TakeoverWatch, random: () => number) {
  await crew.keep(CREW);
  for (let kill = 1; kill <= kills; kill++) {
    await sleep(20 + random() * 700);
    // Somebody has to be there who can take over.
    await crew.ready(2);
    if (kill % CUT_EACH === 0) await watch.cutConnections(crew.any(random));
    watch.killed(crew.kill(random));
    await crew.keep(CREW);
    if (kill % 20 === 0) say(`${kill} kills`);
  }
}
