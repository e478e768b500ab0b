import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { zipOf } from '../../../test/harness/zip-of.ts';
import { headOf, type ReportSource, sourceOfBytes } from './source.ts';
import { unpack } from './zip.ts';

const REPORT = Buffer.from('{"results":[]}');

async function bytesOf(source: ReportSource): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source.open()) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const unpacked = (bytes: Uint8Array, maxBytes = 1e9) =>
  unpack(sourceOfBytes('report.json.gz', bytes), { maxBytes });
const failing = (code: string) => expect.objectContaining({ code });

test('bytes that are not packed come back as they are', async () => {
  const source = sourceOfBytes('a.json', REPORT);
  expect(await unpack(source)).toBe(source);
});

test('gzip gives the report, by its inner name and size, as often as it is opened', async () => {
  const source = await unpacked(gzipSync(REPORT));
  expect(source).toMatchObject({ name: 'report.json', size: REPORT.length });
  expect(await bytesOf(source)).toBe(REPORT.toString());
  expect(await bytesOf(source)).toBe(REPORT.toString());
});

test('a large gzip is unpacked anew for each pass', async () => {
  const large = Buffer.alloc(20 * 1024 * 1024);
  for (let i = 0; i < large.length; i += 4) large.writeUInt32LE((i * 2654435761) % 2 ** 32, i);
  const source = await unpacked(gzipSync(large, { level: 1 }));
  expect(source.size).toBeGreaterThan(16 * 1024 * 1024);
  expect((await headOf(source, 100)).length).toBe(100);
  expect((await bytesOf(source)).length).toBeGreaterThan(0);
});

test('zip gives the first file that looks like a report and says what it left out', async () => {
  const archive = zipOf({
    'readme.md': Buffer.from('hello'),
    'out/a.json': REPORT,
    'b.xml': Buffer.from('<b/>'),
  });
  const source = await unpack(sourceOfBytes('x.zip', archive));
  expect(source.name).toBe('a.json');
  expect(await bytesOf(source)).toBe(REPORT.toString());
  expect(source.remarks).toMatchObject([{ level: 'warning', where: 'out/a.json' }]);
});

test('the results of a Fortify archive and what auditors said become one document', async () => {
  const archive = zipOf({
    'audit.xml': Buffer.from('<?xml version="1.0"?><Audit/>'),
    'audit.fvdl': Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<FVDL/>'),
    'src/a.json': REPORT,
  });
  const source = await unpack(sourceOfBytes('x.fpr', archive));
  expect(source.name).toBe('x.fpr');
  expect(await bytesOf(source)).toBe('<FPR>\n<FVDL/><Audit/></FPR>');
  expect(source.remarks).toEqual([]);
});

test('a single file of any name is taken', async () => {
  expect(await bytesOf(await unpack(sourceOfBytes('x.zip', zipOf({ report: REPORT }))))).toBe(
    REPORT.toString(),
  );
});

test('a bomb is refused before it fills the memory', async () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  await expect(unpacked(gzipSync(zeros)).then(bytesOf)).rejects.toEqual(failing('LK-READ-ZIP'));
  await expect(unpacked(zipOf({ 'a.json': zeros })).then(bytesOf)).rejects.toEqual(failing('LK-READ-ZIP'));
});

test('more than the limit of bytes is refused', async () => {
  await expect(unpacked(gzipSync(Buffer.alloc(5000)), 1000)).rejects.toEqual(failing('LK-READ-TOO-LARGE'));
});

test.each<[string, Buffer, string]>([
  ['a cut gzip', gzipSync(REPORT).subarray(0, 20), 'LK-READ-TRUNCATED'],
  [
    'a damaged gzip',
    Buffer.concat([gzipSync(REPORT).subarray(0, 10), Buffer.alloc(30, 0xff)]),
    'LK-READ-ZIP',
  ],
  ['gzip in gzip', gzipSync(gzipSync(REPORT)), 'LK-READ-ZIP'],
  ['zip in zip', zipOf({ 'a.zip': zipOf({ 'a.json': REPORT }) }), 'LK-READ-ZIP'],
  ['zip under a harmless name', zipOf({ 'a.json': zipOf({ 'a.json': REPORT }) }), 'LK-READ-ZIP'],
  ['a cut zip', zipOf({ 'a.json': REPORT }).subarray(0, 40), 'LK-READ-ZIP'],
  ['an empty zip', zipOf({}), 'LK-READ-ZIP'],
  ['an encrypted zip', zipOf({ 'a.json': REPORT }, 1), 'LK-READ-ZIP'],
])('%s is refused with a stable code', async (_, bytes, code) => {
  await expect(unpacked(bytes).then(bytesOf)).rejects.toEqual(failing(code));
});

test('an error of the source itself is not blamed on the archive', async () => {
  const gone = Object.assign(new Error('away'), { code: 'ECONNRESET' });
  const head = gzipSync(REPORT).subarray(0, 15);
  const source: ReportSource = {
    name: 'x.gz',
    size: 100,
    async *open() {
      yield head;
      throw gone;
    },
  };
  await expect(unpack(source).then(bytesOf)).rejects.toBe(gone);
});
