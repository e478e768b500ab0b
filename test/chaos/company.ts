import type { House } from '../../src/app/house.ts';
import { putConnection } from '../../src/modules/connections/public.ts';
import { importOrganisation } from '../../src/modules/organisation/public.ts';
import { storeFilesOf } from '../../src/modules/ownership/service.ts';
import { DEFAULT_POLICY } from '../../src/modules/policy/pure.ts';
import type { ChaosTracker } from './trackers.ts';

/** Each tracker has the tickets of two teams, which own a repository each. */
const teamsOf = (trackers: readonly ChaosTracker[]) =>
  trackers.flatMap((tracker, n) =>
    [1, 2].map((side) => ({
      tracker,
      key: `team-${n}-${side}`,
      queue: `Q${n}${side}`,
      place: `p${n}${side}`,
    })),
  );

export const REPOSITORIES: string[] = [];

/** Teams, what they own, and a policy by which every ticket comes at once. */
export async function prepareCompany(house: House, trackers: readonly ChaosTracker[]): Promise<void> {
  const teams = teamsOf(trackers);
  REPOSITORIES.splice(0, REPOSITORIES.length, ...teams.map(({ key }) => `acme/${key}`));
  const organisation = [
    'apiVersion: lanekeeper.dev/v1',
    'businessUnits: [{ key: shop, name: Shop }]',
    'teams:',
    ...teams.map(({ key, queue }) => `  - { key: ${key}, name: ${key}, unit: shop, queue: ${queue} }`),
    'repositories:',
    ...teams.map(({ key }) => `  - { key: acme/${key}, unit: shop }`),
  ].join('\n');
  const { database, ids, clock } = house;
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, organisation);
    for (const { key } of teams) {
      const file = { path: 'about.yaml', content: `apiVersion: lanekeeper.dev/v1\nowner: ${key}\n` };
      await storeFilesOf(tx, { ids, now: clock.now() }, `acme/${key}`, [file]);
    }
  });
  const policy = DEFAULT_POLICY.replace('onboarding: waves', 'onboarding: at once');
  await database.pool.query(`update policy_version set document = $1 where active`, [policy]);
}

export async function connectTrackers(house: House, trackers: readonly ChaosTracker[]): Promise<void> {
  for (const [n, tracker] of trackers.entries()) {
    const teams = teamsOf(trackers).filter((team) => team.tracker === tracker);
    const places = new Map<string, string>();
    for (const { queue, place } of teams) places.set(queue, await tracker.addPlace(place));
    await putConnection(
      house.connections,
      `tracker-${n}`,
      { system: tracker.system, enabled: true, ...tracker.connection(Object.fromEntries(places)) },
      'chaos',
    );
  }
}
