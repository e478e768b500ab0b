import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { feedDeps, served } from '../../../../test/harness/feeds.ts';
import { fixedClock } from '../../../kernel/clock.ts';
import { systemIds } from '../../../platform/clock.ts';
import { createHttpServer } from '../../../platform/http/server.ts';
import { createLog } from '../../../platform/log.ts';
import { ensureDefaultPolicy, loadActivePolicy, policyRoutes, refreshFeed } from '../public.ts';
import { DEFAULT_POLICY } from '../pure.ts';
import { shipVersion } from './versions.ts';

const NOW = new Date('2026-10-02T06:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const ensure = () => database.db.transaction().execute((tx) => ensureDefaultPolicy(tx, NOW));
const write = (author: string, document: string) =>
  database.db
    .transaction()
    .execute((tx) => shipVersion(tx, { author, document, reason: 'test', created_at: NOW }));

describe('the active policy', () => {
  it('is the default as version 1, also before a start has stored it', async () => {
    const before = await loadActivePolicy(database.db);
    await Promise.all([ensure(), ensure()]);
    const after = await loadActivePolicy(database.db);
    expect(after).toEqual(before);
    expect(after.policy.label).toBe('default@1');
  });

  it('is compiled once', async () => {
    const [a, b] = [await loadActivePolicy(database.db), await loadActivePolicy(database.db)];
    expect(a.policy).toBe(b.policy);
  });

  it('is told by the API with its author and document, and feeds that were never loaded say so', async () => {
    const app = await createHttpServer({
      log: createLog('silent'),
      title: 't',
      version: '1',
      ready: async () => {},
    });
    await app.register(
      policyRoutes({
        db: database.db,
        clock: fixedClock(NOW),
        ids: systemIds(),
        publish: async () => {},
        houseStanding: () => Promise.reject(new Error('nobody asks here where the house stands')),
      }),
    );
    const json =
      '{"catalogVersion":"2026.09.30","dateReleased":"2026-09-30T00:00:00Z","vulnerabilities":[{"cveID":"CVE-2026-0001","dateAdded":"2026-09-30"}]}';
    await refreshFeed(feedDeps(database.db, NOW, served(json)), {
      name: 'kev',
      source: 'https://feeds.example/kev',
    });
    const [policy, feeds] = [await app.inject('/api/v1/policy'), await app.inject('/api/v1/policy/feeds')];
    await app.close();
    expect(policy.json()).toMatchObject({
      version: 1,
      label: 'default@1',
      author: 'lanekeeper',
      document: DEFAULT_POLICY,
    });
    expect(feeds.json().items).toMatchObject([
      { name: 'kev', entries: 1, ageDays: 2, asOf: '2026-09-30T00:00:00.000Z', refused: null },
      { name: 'epss', entries: 0, ageDays: null, asOf: null, loadedAt: null, source: null },
      { name: 'ssvc', entries: 0, setting: 'LANEKEEPER_SSVC' },
      { name: 'osv', entries: 0, setting: 'LANEKEEPER_OSV' },
    ]);
  });

  it('follows the default of a newer release', async () => {
    await write('lanekeeper', `${DEFAULT_POLICY}# older\n`);
    await ensure();
    expect((await loadActivePolicy(database.db)).label).toBe('default@3');
  });

  it('is left alone once people have written their own', async () => {
    await write('kim', `${DEFAULT_POLICY}# ours\n`);
    await ensure();
    expect((await loadActivePolicy(database.db)).label).toBe('policy@4');
  });
});
