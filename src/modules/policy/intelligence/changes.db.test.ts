import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { epssCsv, feedDeps, kevJson, served, ssvcCsv } from '../../../../test/harness/feeds.ts';
import {
  changedCves,
  type DownloadFeed,
  type FeedSource,
  followAliases,
  forgetChange,
  loadIntel,
  refreshFeed,
} from '../public.ts';
import { NO_INTEL } from '../pure.ts';
import { feedRow } from './store.ts';

const NOW = new Date('2026-10-10T06:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let told: Record<string, unknown>[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  told = [];
  await database.pool.query(
    'truncate intel_feed, intel_kev, intel_epss, intel_ssvc, intel_change, intel_changed, vulnerability_alias cascade',
  );
});

const by = (download: DownloadFeed, name: FeedSource['name'], source = `https://feeds.example/${name}`) =>
  refreshFeed(feedDeps(database.db, NOW, download, told), { name, source });
const load = (name: FeedSource['name'], content: string) => by(served(content), name);
/** What the last event names. */
const changed = async () => {
  const change = told.at(-1)?.change as string | undefined;
  return change === undefined ? null : (await changedCves(database.db, change)).sort();
};
const cve = (n: number) => `CVE-2026-${1000 + n}`;

describe('a feed that is swapped', () => {
  it('tells of EPSS only what crossed a number of the policy in force, or came or went', async () => {
    // The default asks for epss >= 0.1, percentile < 0.5 and percentile >= 0.95.
    const before = [
      '0.05,0.6',
      '0.0999,0.9',
      '0.1,0.9',
      '0.3,0.94999',
      '0.3,0.95',
      '0.2,0.4999',
      '0.2,0.6',
      '0.5,0.99',
    ];
    const after = ['0.09,0.94', '0.1,0.9', '0.0999,0.9', '0.3,0.95', '0.3,0.94999', '0.2,0.5', '0.21,0.61'];
    const lines = (list: string[]) => list.map((numbers, i) => `${cve(i)},${numbers}`);
    await load('epss', epssCsv('2026-10-01', lines(before)));
    expect(await changed()).toEqual(lines(before).map((_, i) => cve(i)));
    const result = await by(served(epssCsv('2026-10-02', [...lines(after), `${cve(8)},0.001,0.1`])), 'epss');
    expect(result).toMatchObject({ state: 'loaded', written: 8, removed: 1, touched: 7 });
    // 0 and 6 moved on their side; 7 went, 8 came.
    expect(await changed()).toEqual([1, 2, 3, 4, 5, 7, 8].map(cve));
    expect(told.map(({ type, feed }) => [type, feed])).toEqual([
      ['intelligence.changed', 'epss'],
      ['intelligence.changed', 'epss'],
    ]);
  });

  it('tells of catalogues and SSVC all that says something else, and writes only that', async () => {
    const three = [1, 2, 3].map(cve);
    await load('kev', kevJson('2026-10-01T00:00:00Z', three));
    const json = JSON.parse(kevJson('2026-10-02T00:00:00Z', [...three, cve(4)]));
    json.vulnerabilities[0].dueDate = '2026-12-24';
    json.vulnerabilities[1].knownRansomwareCampaignUse = 'Unknown';
    // Advice on a date is kept, but counts for nothing.
    expect(await load('kev', JSON.stringify(json))).toMatchObject({ written: 3, removed: 0, touched: 2 });
    expect(await changed()).toEqual([cve(2), cve(4)]);

    const rows = [`${cve(1)},none,no,partial,2026-09-01`, `${cve(2)},poc,no,partial,2026-09-01`];
    expect(await load('ssvc', ssvcCsv(rows))).toMatchObject({ written: 2, touched: 2 });
    rows[0] = `${cve(1)},NONE,No,Partial,2026-09-03`;
    rows[1] = `${cve(2)},active,no,partial,2026-09-03`;
    expect(await load('ssvc', ssvcCsv(rows))).toMatchObject({ written: 2, touched: 1 });
    expect(await changed()).toEqual([cve(2)]);
  });

  it('tells nothing when nothing changed', async () => {
    await load('ssvc', ssvcCsv([`${cve(1)},none,no,partial,2026-09-01`]));
    told = [];
    expect(await load('ssvc', ssvcCsv([`${cve(1)},None,no,partial,2026-09-01`]))).toMatchObject({
      state: 'loaded',
      written: 0,
      touched: 0,
    });
    expect(told).toEqual([]);
  });

  it('names what changed under every name that findings may carry, until it is forgotten', async () => {
    await database.pool.query(
      `insert into vulnerability_alias values ($1, $1, 'osv'), ('GHSA-aaaa-bbbb-cccc', $1, 'osv')`,
      [cve(1)],
    );
    await load('ssvc', ssvcCsv([`${cve(1)},active,no,partial,2026-09-01`]));
    expect(await changed()).toEqual([cve(1), 'GHSA-aaaa-bbbb-cccc']);
    await forgetChange(database.db, told[0]!.change as string);
    expect(await changed()).toEqual([]);
  });
});

it('names that mean another vulnerability now are decided again under themselves', async () => {
  const deps = feedDeps(database.db, NOW, served(''), told);
  await followAliases(deps, { names: ['GHSA-aaaa-bbbb-cccc', 'PYSEC-1'] });
  expect(told).toMatchObject([{ type: 'intelligence.changed', feed: 'osv' }]);
  expect(await changed()).toEqual(['GHSA-aaaa-bbbb-cccc', 'PYSEC-1']);
});

describe('a source that is asked again', () => {
  const good = kevJson('2026-10-01T00:00:00Z', [1, 2].map(cve));
  const marks = { etag: '"a1"', lastModified: 'Thu, 01 Oct 2026 00:00:00 GMT' };
  const careful: DownloadFeed = async (url, file, held) => {
    if (held.etag === marks.etag && held.lastModified === marks.lastModified) return null;
    await served(good)(url, file, held);
    return marks;
  };

  it('is told what is held, and 304 writes no row of it', async () => {
    expect(await by(careful, 'kev')).toMatchObject({ state: 'loaded' });
    const before = await database.pool.query('select xmin, ctid, cve from intel_kev');
    await load('kev', '<html></html>');
    expect(await by(careful, 'kev')).toEqual({ name: 'kev', state: 'same', entries: 2 });
    expect((await database.pool.query('select xmin, ctid, cve from intel_kev')).rows).toEqual(before.rows);
    expect(await feedRow(database.db, 'kev')).toMatchObject({
      last_error: null,
      checked_at: NOW,
      etag: '"a1"',
    });
  });

  it('is asked for all of it when it is another one', async () => {
    await by(careful, 'kev');
    const asked: unknown[] = [];
    const other: DownloadFeed = async (url, file, held) => {
      asked.push(held);
      return served(good)(url, file, held);
    };
    await by(other, 'kev', 'https://mirror.example/kev');
    expect(asked).toEqual([{ etag: null, lastModified: null }]);
  });
});

describe('several catalogues', () => {
  it('assert side by side: one that lets go leaves what another says', async () => {
    await load('kev', kevJson('2026-10-01T00:00:00Z', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(cve)));
    await load('kev:house', `cve,date_added\n${cve(1)},2023-12-31\n${cve(11)},2026-09-30\n`);
    const both = (await loadIntel(database.db, [cve(1)])).get(cve(1))!;
    expect(both).toMatchObject({ kev: true, kevSince: '2023-12-31', ransomware: true });
    expect(both.sources).toEqual(['CISA KEV 2026.10.01', 'KEV by house of 2026-09-30']);
    await load('kev', kevJson('2026-10-02T00:00:00Z', [2, 3, 4, 5, 6, 7, 8, 9, 10].map(cve)));
    const map = await loadIntel(database.db, [cve(1), cve(11), cve(12)]);
    expect([...map.values()].map(({ kev }) => kev)).toEqual([true, true, false]);
    expect(map.get(cve(1))!.sources).toEqual(['KEV by house of 2026-09-30']);
  });
});

describe('intelligence', () => {
  it('of a GHSA is that of the CVE which aliases join it to; without one it is not assessed', async () => {
    await database.pool.query(
      `insert into vulnerability_alias values ($1, $1, 'osv'), ('GHSA-aaaa-bbbb-cccc', $1, 'osv'),
         ('GHSA-dddd-eeee-ffff', 'GHSA-dddd-eeee-ffff', 'osv'), ('PYSEC-1', 'GHSA-dddd-eeee-ffff', 'osv')`,
      [cve(1)],
    );
    await load('ssvc', ssvcCsv([`${cve(1)},public poc,YES,Total,2026-09-01`]));
    const map = await loadIntel(database.db, ['ghsa-AAAA-bbbb-cccc', 'PYSEC-1', 'CWE-79']);
    expect(map.get('GHSA-AAAA-BBBB-CCCC')).toEqual({
      ...NO_INTEL,
      exploitation: 'poc',
      automatable: 'yes',
      technicalImpact: 'total',
      sources: ['CISA Vulnrichment SSVC of 2026-09-01'],
    });
    expect(map.size).toBe(1);
  });

  it('is one object for all that say the same, and one list of sources', async () => {
    await load('kev', kevJson('2026-10-01T00:00:00Z', [1, 2].map(cve)));
    await load('epss', epssCsv('2026-10-01', [`${cve(3)},0.1,0.9`, `${cve(4)},0.2,0.9`]));
    const map = await loadIntel(database.db, [1, 2, 3, 4, 5, 6].map(cve));
    expect(map.get(cve(1))).toBe(map.get(cve(2)));
    expect(map.get(cve(5))).toBe(map.get(cve(6)));
    expect(map.get(cve(3))).not.toBe(map.get(cve(4)));
    expect(map.get(cve(3))!.sources).toBe(map.get(cve(4))!.sources);
  });
});
