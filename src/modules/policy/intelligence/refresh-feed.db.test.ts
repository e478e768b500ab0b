import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { epssCsv, feedDeps, kevJson, served } from '../../../../test/harness/feeds.ts';
import { zipOf } from '../../../../test/harness/zip-of.ts';
import { type DownloadFeed, type FeedSource, loadIntel, refreshFeed } from '../public.ts';
import { NO_INTEL } from '../pure.ts';
import { feedRow } from './store.ts';

const NOW = new Date('2026-10-02T06:00:00Z');
const KEV_SAMPLE = '../shared/data/kev/known_exploited_vulnerabilities';
const SSVC_SAMPLE = '../shared/data/vulnrichment/ssvc-2020-2024.csv';
const EPSS_SAMPLE = '../shared/data/epss/epss_sample-v5-2026-09-29.csv';

let database: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-feeds-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Name = FeedSource['name'];
const refreshBy = (download: DownloadFeed, name: Name, source = `https://feeds.example/${name}`) =>
  refreshFeed(feedDeps(database.db, NOW, download), { name, source });
const refresh = (name: Name, bytes: string | Uint8Array, source?: string) =>
  refreshBy(served(bytes), name, source);
const heldRow = async (name: Name) => (await feedRow(database.db, name))!;

const ids = (count: number) =>
  Array.from({ length: count }, (_, i) => `CVE-2024-${String(i + 1).padStart(4, '0')}`);

describe('the catalogue of exploited vulnerabilities', () => {
  const good = kevJson('2026-10-01T10:00:00.000Z', ids(20));

  it('says nothing of a CVE before it was loaded', async () => {
    expect(await loadIntel(database.db, ['CVE-2024-0001'])).toEqual(new Map([['CVE-2024-0001', NO_INTEL]]));
  });

  it('answers for every CVE once it is loaded, and for nothing else', async () => {
    expect(await refresh('kev', good)).toMatchObject({ state: 'loaded', entries: 20 });
    const map = await loadIntel(database.db, ['cve-2024-0001', 'CVE-1999-0001', 'GHSA-aaaa-bbbb-cccc']);
    expect(map.get('CVE-2024-0001')).toEqual({
      ...NO_INTEL,
      kev: true,
      kevSince: '2024-02-29',
      ransomware: true,
      sources: ['CISA KEV 2026.10.01'],
    });
    expect(map.get('CVE-1999-0001')).toEqual({ ...NO_INTEL, kev: false, sources: ['CISA KEV 2026.10.01'] });
    expect(map.size).toBe(2);
  });

  it.each([
    ['empty', '', /is empty$/],
    ['only blanks', ' \n', /is empty$/],
    ['a web page', '<!doctype html><html><body>Sign in</body></html>', /web page/],
    ['cut off', good.slice(0, -40), /not valid JSON/],
    ['without entries', kevJson('2026-10-02T00:00:00Z', []), /as expected at vulnerabilities/],
    [
      'short of entries it counts',
      kevJson('2026-10-02T00:00:00Z', ids(20), { count: 21 }),
      /says 21 entries and has 20/,
    ],
    ['older than the held one', kevJson('2026-09-30T00:00:00Z', ids(20)), /older than/],
    ['half as long as the held one', kevJson('2026-10-02T00:00:00Z', ids(10)), /10 entries where 20/],
    ['from the future', kevJson('2031-01-01T00:00:00Z', ids(20)), /future/],
    [
      'with an id twice',
      kevJson('2026-10-02T00:00:00Z', [...ids(20), 'CVE-2024-0001']),
      /CVE-2024-0001 stands in it twice/,
    ],
    [
      'with ids that are none',
      kevJson('2026-10-02T00:00:00Z', ['CVE-1', ...ids(20)]),
      /at vulnerabilities\.0\.cveID/,
    ],
    ['a damaged gzip', gzipSync(good).subarray(0, 60), /gzip is damaged/],
  ])('that is %s is refused, and the last good one stays', async (_name, bytes, reason) => {
    expect(await refresh('kev', bytes)).toMatchObject({ state: 'refused', reachable: true });
    const row = await heldRow('kev');
    expect(row).toMatchObject({
      entries: 20,
      version: '2026.10.01',
      as_of: new Date('2026-10-01T10:00:00Z'),
    });
    expect(row.error_at).toEqual(NOW);
    expect(row.last_error).toMatch(reason);
    expect((await loadIntel(database.db, ['CVE-2024-0020'])).get('CVE-2024-0020')?.kev).toBe(true);
  });

  it('stays when the source gives no answer, and says that trying again can help', async () => {
    const silent = async () => Promise.reject(new Error('timed out'));
    expect(await refreshBy(silent, 'kev')).toMatchObject({ state: 'refused', reachable: false });
    expect((await refreshBy(silent, 'kev', '/nowhere/kev.json')).state).toBe('refused');
    expect((await heldRow('kev')).entries).toBe(20);
  });

  it('changes nothing when the bytes are the same, and forgets the last error', async () => {
    expect(await refresh('kev', good)).toMatchObject({ state: 'same', entries: 20 });
    expect(await heldRow('kev')).toMatchObject({ last_error: null, error_at: null });
  });

  it('replaces the held one with what is newer', async () => {
    expect((await refresh('kev', kevJson('2026-10-02T00:00:00Z', ids(21).slice(1)))).state).toBe('loaded');
    const map = await loadIntel(database.db, ['CVE-2024-0001', 'CVE-2024-0021']);
    expect([...map.values()].map(({ kev }) => kev)).toEqual([false, true]);
  });
});

describe('EPSS scores', () => {
  it('come from a gzip file on disk too', async () => {
    const file = join(folder, 'epss.csv.gz');
    await writeFile(
      file,
      gzipSync(epssCsv('2026-10-01', ['CVE-2024-0001,0.12345,0.9', 'CVE-2024-0002,1e-05,0'])),
    );
    const result = await refreshBy(served(''), 'epss', file);
    expect(result).toMatchObject({ state: 'loaded', entries: 2, version: 'v2026.06.15' });
    const known = (await loadIntel(database.db, ['CVE-2024-0001'])).get('CVE-2024-0001')!;
    expect([known.epss, known.epssPercentile]).toEqual([0.12345, 0.9]);
    expect(known.sources).toContain('EPSS v2026.06.15 of 2026-10-01');
  });

  it.each([
    ['without its first comment', 'cve,epss,percentile\nCVE-2024-0001,0.1,0.1\nCVE-2024-0002,0.1,0.1\n'],
    ['without scores', epssCsv('2026-10-02', [])],
    ['cut off in a line', epssCsv('2026-10-02', ['CVE-2024-0001,0.1,0.1', 'CVE-2024-0002,0.']).slice(0, -4)],
    [
      'with a probability over one',
      epssCsv('2026-10-02', ['CVE-2024-0001,1.1,0.1', 'CVE-2024-0002,0.1,0.1']),
    ],
    ['with no number', epssCsv('2026-10-02', ['CVE-2024-0001,e,0.1', 'CVE-2024-0002,0.1,0.1'])],
    ['older than the held ones', epssCsv('2026-09-30', ['CVE-2024-0001,0.1,0.1', 'CVE-2024-0002,0.1,0.1'])],
    ['a web page', '<html></html>'],
  ])('%s are refused, and the last good ones stay', async (_name, csv) => {
    expect(await refresh('epss', csv)).toMatchObject({ state: 'refused' });
    expect((await loadIntel(database.db, ['CVE-2024-0001'])).get('CVE-2024-0001')!.epss).toBe(0.12345);
  });

  it('are exchanged as a whole: gone ones go, changed ones change', async () => {
    await refresh('epss', epssCsv('2026-10-02', ['CVE-2024-0002,0.5,0.6', 'CVE-2024-0003,0.7,0.8']));
    const map = await loadIntel(database.db, ['CVE-2024-0001', 'CVE-2024-0002', 'CVE-2024-0003']);
    expect([...map.values()].map(({ epss }) => epss)).toEqual([null, 0.5, 0.7]);
  });
});

describe('SSVC', () => {
  const record = (n: number, exploitation: string) => ({
    cveMetadata: { cveId: `CVE-2026-${1000 + n}`, datePublished: '2026-09-01T00:00:00Z' },
    containers: {
      adp: [
        {
          metrics: [
            {
              other: {
                type: 'ssvc',
                content: { timestamp: '2026-09-02T00:00:00Z', options: [{ Exploitation: exploitation }] },
              },
            },
          ],
        },
      ],
    },
  });
  const records = [record(1, 'Active'), record(2, 'none')];
  const lines = records.map((one) => JSON.stringify(one)).join('\n');

  it.each([
    ['lines', lines],
    ['lines as gzip', gzipSync(lines)],
    ['a list', JSON.stringify(records, null, 2)],
    [
      'the archive of a repository, which holds other files too',
      zipOf({
        ...Object.fromEntries(
          Array.from({ length: 10 }, (_, n) => [
            `a/${n}.json`,
            Buffer.from(JSON.stringify(record(n + 1, 'PoC'))),
          ]),
        ),
        'a/package.json': Buffer.from('{"name":"tools"}'),
      }),
    ],
  ])('comes as records of Vulnrichment: %s', async (_what, content) => {
    const source = `https://feeds.example/${_what}`;
    expect(await refresh('ssvc', content, source)).toMatchObject({ state: 'loaded' });
    expect((await loadIntel(database.db, ['CVE-2026-1002'])).get('CVE-2026-1002')).toMatchObject({
      published: '2026-09-01',
      exploitation: _what.startsWith('the archive') ? 'poc' : 'none',
    });
  });

  it.each([
    ['lines cut off', `${lines}\n{"cveMeta`, /line 3 is not valid JSON/],
    ['records of something else', '{"id":"OSV-1"}\n{"id":"OSV-2"}', /record 1: this is no CVE record/],
    ['an archive cut off', zipOf({ 'a.json': Buffer.from(lines) }).subarray(0, 60), /archive is damaged/],
    ['a list without records', '[]', /no assessment/],
    ['a web page', '<html></html>', /web page/],
  ])('is refused with a sentence when it is %s', async (_what, content, reason) => {
    const result = await refresh('ssvc', content, 'https://feeds.example/new');
    expect(result).toMatchObject({ state: 'refused', reason: expect.stringMatching(reason) });
  });

  it.skipIf(!existsSync(SSVC_SAMPLE))(
    'is taken as CISA published it until 2024, in whatever case (skipped where the sample is absent)',
    async () => {
      expect(await refreshBy(served(''), 'ssvc', SSVC_SAMPLE)).toMatchObject({
        state: 'loaded',
        entries: 40_969,
      });
      const { rows } = await database.pool.query(
        'select exploitation, count(*)::int as n from intel_ssvc group by 1 order by 1',
      );
      expect(rows).toEqual([
        { exploitation: 'active', n: 188 },
        { exploitation: 'none', n: 33_220 },
        { exploitation: 'poc', n: 7561 },
      ]);
    },
  );
});

describe('intelligence', () => {
  it('is not asked for when no id can name a vulnerability', async () => {
    const closed = new Proxy(database.db, {
      get: () => {
        throw new Error('the database was asked');
      },
    });
    expect(await loadIntel(closed, ['', '79', 'CVE-1', 'two words'])).toEqual(new Map());
  });
});

describe('the real catalogues', () => {
  it.skipIf(!existsSync(`${KEV_SAMPLE}.json`) || !existsSync(EPSS_SAMPLE))(
    'are taken as published, with the 15 entries that are due before they were added (skipped where the samples are absent)',
    async () => {
      const other = await testDatabase();
      try {
        const deps = feedDeps(other.db, NOW, served(''));
        const odd = async () => {
          const { rows } = await other.pool.query(
            'select count(*)::int as n from intel_kev where due_date < date_added',
          );
          return rows[0].n;
        };
        const { count } = JSON.parse(await readFile(`${KEV_SAMPLE}.json`, 'utf8'));
        const load = (name: Name, source: string) => refreshFeed(deps, { name, source });
        expect(await load('kev', `${KEV_SAMPLE}.json`)).toMatchObject({ state: 'loaded', entries: count });
        expect(await odd()).toBe(15);
        // The table of the same day says the same: nothing is written.
        expect(await load('kev', `${KEV_SAMPLE}.csv`)).toMatchObject({
          state: 'loaded',
          entries: count,
          written: 0,
          removed: 0,
          touched: 0,
        });
        const scores = (await readFile(EPSS_SAMPLE, 'utf8')).trim().split('\n').length - 2;
        expect(await load('epss', EPSS_SAMPLE)).toMatchObject({ state: 'loaded', entries: scores });
      } finally {
        await other.drop();
      }
    },
  );
});
