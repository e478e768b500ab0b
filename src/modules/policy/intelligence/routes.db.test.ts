import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { epssCsv, feedDeps, kevJson, served, ssvcCsv } from '../../../../test/harness/feeds.ts';
import { movableClock, testServer } from '../../../../test/harness/server.ts';
import type { Feeds, KnownVulnerability } from '../../../contract/intelligence.ts';
import { createLog } from '../../../platform/log.ts';
import {
  type DownloadFeed,
  type FeedSource,
  refreshFeed,
  refreshFeedJob,
  refreshIntelJob,
} from '../public.ts';
import { intelligenceRoutes } from './routes.ts';

const clock = movableClock('2026-10-10T09:00:00Z');
const feeds: FeedSource[] = [
  { name: 'kev', source: 'https://feeds.example/kev' },
  { name: 'kev:house', source: 'https://feeds.example/house' },
  { name: 'epss', source: 'https://feeds.example/epss' },
  { name: 'ssvc', source: 'https://feeds.example/ssvc?key=hidden' },
];
const LOG4J = 'CVE-2021-44228';
const answers: Record<string, string> = {
  kev: kevJson('2026-10-09T00:00:00Z', [LOG4J]),
  epss: epssCsv('2026-10-01', [`${LOG4J},0.94358,0.99963`]),
  ssvc: ssvcCsv([`${LOG4J},active,yes,total,2026-09-01`]),
};
const download: DownloadFeed = async (url, file, held) => {
  const answer = answers[new URL(url).pathname.slice(1)];
  if (answer === undefined) throw new Error('timed out');
  return served(answer)(url, file, held);
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let ada: Record<string, string>;
let security: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, clock);
  await server.app.register(intelligenceRoutes({ db: database.db, clock, feeds }));
  await server.app.ready();
  ada = await server.cookieOf('ada@acme.example');
  security = await server.cookieOf('sam@acme.example', ['security']);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

async function ask<Answer>(method: 'GET' | 'POST', url: string, headers = ada) {
  const answer = await server.app.inject({ method, url: `/api/v1/policy/${url}`, headers });
  return { status: answer.statusCode, body: answer.json() as Answer };
}
const feedsNow = async () => (await ask<Feeds>('GET', 'feeds')).body.items;
const deps = () => ({ ...feedDeps(database.db, clock.now(), download), feeds });
const waiting = async () => {
  const { rows } = await database.pool.query(
    `select key from graphile_worker.jobs where key like 'refresh-feed:%' order by key`,
  );
  return rows.map(({ key }) => key);
};

describe('feeds', () => {
  it('that were never loaded say which setting names their source', async () => {
    expect(await feedsNow()).toMatchObject([
      { name: 'kev', entries: 0, ageDays: null, setting: null, source: 'https://feeds.example/kev' },
      { name: 'kev:house', title: 'Known exploited vulnerabilities (house)' },
      { name: 'epss' },
      { name: 'ssvc', source: 'https://feeds.example/ssvc' },
      { name: 'osv', setting: 'LANEKEEPER_OSV', source: null },
    ]);
  });

  it('are refreshed each by its own job: one without an answer is tried again and stops no other', async () => {
    const context = { attempt: 1, lastAttempt: false, log: createLog('silent') };
    await refreshIntelJob({ db: database.db, feeds }).run({}, context);
    expect(await waiting()).toEqual(feeds.map(({ name }) => `refresh-feed:${name}`).sort());
    const job = refreshFeedJob(deps());
    const outcomes = await Promise.allSettled(feeds.map(({ name }) => job.run({ name }, context)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    await job.run({ name: 'kev:gone' }, context);
    expect(await feedsNow()).toMatchObject([
      { name: 'kev', entries: 1, ageDays: 1, old: false, provenance: 'CISA KEV 2026.10.09', refused: null },
      {
        name: 'kev:house',
        entries: 0,
        refused: { at: clock.now().toISOString(), reason: 'the source gives no answer: timed out' },
      },
      { name: 'epss', entries: 1, ageDays: 8, old: true, provenance: 'EPSS v2026.06.15 of 2026-10-01' },
      { name: 'ssvc', entries: 1, old: false, provenance: 'CISA Vulnrichment SSVC of 2026-09-01' },
      { name: 'osv' },
    ]);
  });

  it('that are refused say why and when, and what stays in force', async () => {
    clock.advance(3_600_000);
    await refreshFeed(feedDeps(database.db, clock.now(), served('<html></html>')), feeds[0]!);
    expect((await feedsNow())[0]).toMatchObject({
      entries: 1,
      provenance: 'CISA KEV 2026.10.09',
      refused: { at: '2026-10-10T10:00:00.000Z', reason: 'this is a web page, not the feed' },
    });
  });

  it('are refreshed on demand by those who may, with an entry in the audit trail', async () => {
    await database.pool.query(
      'select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null',
    );
    expect((await ask('POST', 'feeds/epss/refresh')).status).toBe(403);
    expect(await ask('POST', 'feeds/epss/refresh', security)).toEqual({
      status: 202,
      body: { name: 'epss', refreshing: true },
    });
    await ask('POST', 'feeds/epss/refresh', security);
    expect(await waiting()).toEqual(['refresh-feed:epss']);
    expect((await feedsNow()).map(({ name, refreshing }) => [name, refreshing])).toContainEqual([
      'epss',
      true,
    ]);
    const { rows } = await database.pool.query(
      `select actor, subject from audit_entry where action = 'feed.refresh'`,
    );
    expect(rows[0]).toEqual({ actor: 'sam@acme.example', subject: 'epss' });
    expect((await ask<{ code: string }>('POST', 'feeds/osv/refresh', security)).body.code).toBe(
      'LK-NOT-FOUND',
    );
    expect((await ask('POST', 'feeds/nothing/refresh', security)).status).toBe(400);
  });
});

describe('a vulnerability that is looked up', () => {
  it('is told with every source and date', async () => {
    const { body } = await ask<KnownVulnerability>('GET', 'intelligence/cve-2021-44228');
    expect(body).toMatchObject({ id: LOG4J, cve: LOG4J, exploited: true });
    expect(body.said.map(({ about, answer, asOf }) => [about, answer, asOf])).toEqual([
      [
        'Known to be exploited',
        'listed since 2024-02-29, also by ransomware; its advice to others was to act by 2024-03-21, which counts for nothing here',
        '2026-10-09',
      ],
      [
        'Chance of exploitation within 30 days',
        '94.4 %, higher than for 99.9 % of all vulnerabilities',
        '2026-10-01',
      ],
      ['Exploitation', 'active', '2026-09-01'],
      ['Can be automated', 'yes', '2026-09-01'],
      ['Technical impact', 'total', '2026-09-01'],
    ]);
  });

  it('that no feed speaks of was asked of the catalogues all the same', async () => {
    expect((await ask('GET', 'intelligence/CVE-1999-0001')).body).toEqual({
      id: 'CVE-1999-0001',
      cve: 'CVE-1999-0001',
      exploited: false,
      said: [
        {
          about: 'Known to be exploited',
          answer: 'not listed',
          source: 'CISA KEV 2026.10.09',
          asOf: '2026-10-09',
        },
      ],
    });
  });

  it('without a CVE is not assessed, and nonsense is refused', async () => {
    expect((await ask('GET', 'intelligence/GHSA-aaaa-bbbb-cccc')).body).toMatchObject({
      cve: null,
      said: [],
    });
    expect((await ask('GET', 'intelligence/%27--')).status).toBe(400);
  });
});
