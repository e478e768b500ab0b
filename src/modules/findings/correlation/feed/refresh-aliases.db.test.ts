import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../../../test/harness/house.ts';
import { npmAudit, trivy } from '../../../../../test/harness/reports.ts';
import { refreshAliases } from './refresh-aliases.ts';

let home: TestHouse;
let folder: string;
let files = 0;
beforeAll(async () => {
  home = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-aliases-'));
});
beforeEach(async () => {
  await home.rows('delete from alias_feed');
  await home.rows('delete from vulnerability_alias');
});
afterAll(async () => {
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

const GHSA = 'GHSA-2222-3333-4444';
const CVE = 'CVE-2024-1111';
const records = [
  { id: GHSA, aliases: [CVE], summary: 'one' },
  { id: 'PYSEC-2024-1', aliases: ['GHSA-9999-3333-4444'], related: [CVE], upstream: ['CVE-2024-2222'] },
  { id: 'GO-2024-1', aliases: ['CVE-2024-3333'], withdrawn: '2024-05-01T00:00:00Z' },
  { id: 'DSA-1', upstream: [CVE, 'CVE-2024-4444'] },
  { id: 'GHSA-5555-5555-5555', aliases: ['CVE-2024-5551', 'CVE-2024-5552'] },
];
const KNOWN = {
  [CVE]: CVE,
  [GHSA]: CVE,
  'PYSEC-2024-1': 'GHSA-9999-3333-4444',
  'GHSA-9999-3333-4444': 'GHSA-9999-3333-4444',
};

const lines = (list: object[]) => list.map((record) => JSON.stringify(record)).join('\n');

/** A zip archive as PKWARE's note describes it: entries, then their directory. */
function zip(entries: [name: string, text: string][]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of entries) {
    const packed = deflateRawSync(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(text), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(Buffer.byteLength(text), 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, rest, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

async function load(content: string | Uint8Array) {
  const file = join(folder, `feed-${++files}`);
  await writeFile(file, content);
  // Always under the same address, as a feed is.
  const download = async (_url: string, to: string) => writeFile(to, content);
  return refreshAliases(home.house.database.db, download, 'https://feeds.example/osv', home.clock.now());
}
const held = async () =>
  Object.fromEntries(
    (
      await home.rows<{ name: string; group_name: string }>(
        'select name, group_name from vulnerability_alias',
      )
    ).map(({ name, group_name }) => [name, group_name]),
  );

it.each([
  ['a zip of records', zip(records.map((record) => [`${record.id}.json`, JSON.stringify(record)]))],
  ['lines of records', `\n${lines(records)}\n`],
  ['a list', JSON.stringify(records, null, 2)],
  ['a list as gzip', gzipSync(JSON.stringify(records))],
  ['lines as gzip', gzipSync(lines(records))],
])(
  '%s is loaded: ids and aliases alone, withdrawn ones left out, no two CVEs made one',
  async (_what, content) => {
    expect(await load(content)).toEqual({ state: 'loaded', names: 4, targets: 0 });
    expect(await held()).toEqual(KNOWN);
  },
);

it('a single record is loaded, indented or not', async () => {
  for (const text of [JSON.stringify(records[0]), JSON.stringify(records[0], null, 2)]) {
    await home.rows('delete from alias_feed');
    expect(await load(text)).toMatchObject({ state: 'loaded', names: 2 });
  }
});

it.each([
  ['an empty file', '', /is empty/],
  ['blank lines', '\n \n', /not valid JSON|no record|is empty/],
  ['a web page', '<!doctype html><html></html>', /web page/],
  ['lines cut off', `${lines(records)}\n{"id":"GHSA`, /line 6 is not valid JSON/],
  ['a list cut off', JSON.stringify(records).slice(0, -5), /not valid JSON/],
  ['a zip cut off', zip([['a.json', lines(records.slice(0, 1))]]).subarray(0, 60), /archive is damaged/],
  ['records of something else', lines([{ name: 'x' }]), /without an id/],
  ['an empty list', '[]', /no record/],
  ['half of what is held', lines(records.slice(0, 1)), /2 names where 4 are held/],
])('%s is refused, and the last good one stays', async (_what, content, reason) => {
  await load(lines(records));
  expect(await load(content)).toMatchObject({ state: 'refused', reachable: true });
  expect(await held()).toEqual(KNOWN);
  const [feed] = await home.rows<{ last_error: string; entries: number }>('select * from alias_feed');
  expect(feed!.last_error).toMatch(reason);
  expect(feed!.entries).toBe(4);
});

it('the same bytes again change nothing, and no answer says that trying again can help', async () => {
  await load(lines(records));
  expect(await load(lines(records))).toEqual({ state: 'same', names: 4, targets: 0 });
  const silent = async () => Promise.reject(new Error('timed out'));
  const result = await refreshAliases(
    home.house.database.db,
    silent,
    'https://feeds.example/osv',
    home.clock.now(),
  );
  expect(result).toMatchObject({ state: 'refused', reachable: false });
});

it('targets whose findings carry a changed name are correlated again, and no others', async () => {
  const weakness = { cve: CVE, name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
  const other = { ...weakness, cve: 'CVE-2024-7777' };
  for (const [repository, one, ghsa] of [
    ['acme/touched', weakness, GHSA],
    ['acme/untouched', other, 'GHSA-7777-7777-7777'],
  ] as const) {
    await home.send(trivy([one]), { repository });
    await home.send(npmAudit([{ name: 'acme-router', ghsa, range: '<1.4.9' }]), { repository });
  }
  const leads = () =>
    home.rows<{ key: string; follows: boolean; because: string | null }>(
      `select t.key, bool_or(f.lead_id is not null) as follows, max(f.lead_because) as because
       from finding f join target t on t.id = f.target_id group by 1 order by 1`,
    );
  expect((await leads()).map(({ follows }) => follows)).toEqual([false, false]);

  expect(await load(lines(records))).toMatchObject({ targets: 1 });
  await home.settle();
  const [touched, untouched] = await leads();
  expect(touched).toMatchObject({
    follows: true,
    because: expect.stringContaining('names of one vulnerability'),
  });
  expect(untouched).toMatchObject({ follows: false });

  // The register takes the alias back.
  await load(lines([{ ...records[0]!, aliases: ['OSV-2024-9'] }, ...records.slice(1)]));
  await home.settle();
  expect((await leads())[0]).toMatchObject({ follows: false });
});

it('a hundred thousand records are loaded in seconds', async () => {
  const many = Array.from(
    { length: 100_000 },
    (_, i) => `{"id":"OSV-${i}","aliases":["CVE-2025-${10_000 + i}"]}`,
  );
  const started = performance.now();
  expect(await load(many.join('\n'))).toMatchObject({ state: 'loaded', names: 200_000 });
  expect(performance.now() - started).toBeLessThan(20_000);
});
