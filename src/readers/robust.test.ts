import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, test } from 'vitest';
import { fixtureBytes, fixturesOf } from '../../test/harness/fixtures.ts';
import { AppError, ERROR_CODES } from '../kernel/errors.ts';
import { KINDS, type Observation } from '../kernel/observation.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { readWhole, type WholeReport } from './kit/read-whole.ts';
import { sourceOfBytes } from './kit/source.ts';
import { DEFAULT_LIMITS } from './reader.ts';
import { findReader, READERS } from './registry.ts';
import { mutations, spoil } from './robust.mutations.ts';
import { SAMPLES } from './robust.samples.ts';

const FULL = process.env['FULL'] === '1';
const CORPUS = join(import.meta.dirname, '../../../shared/reports');
/** A report of some megabytes may take this long on a slow machine that does other work too. */
const PATIENCE_MS = 2000;
/** Of the whole test process, whatever it read. */
const MOST_MEMORY = 3 * 1024 ** 3;

const read = (bytes: Uint8Array, tool?: string) =>
  readWhole(sourceOfBytes('report', bytes), {
    hashSecret: (value) => `hash of ${value.length}`,
    ...(tool && { tool }),
  });

/** What is wrong with a reading, in words; nothing of the report's contents, as samples hold credentials. */
async function complaint(bytes: Uint8Array, tool: string | undefined): Promise<string | undefined> {
  // Of this thread alone: what else the machine does is not the reader's fault.
  const started = process.threadCpuUsage();
  let whole: WholeReport;
  try {
    whole = await read(bytes, tool);
  } catch (error) {
    const { name, stack = '' } = error as Error;
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
    return `threw ${error instanceof AppError ? error.code : name}\n${frames.slice(0, 6).join('\n')}`;
  }
  const { user, system } = process.threadCpuUsage(started);
  const ms = (user + system) / 1000;
  if (ms > PATIENCE_MS) return `took ${Math.round(ms)} ms`;
  const { failure, observations: told } = whole.summary;
  if (failure && !(failure.code in ERROR_CODES)) return `failed with the unknown code ${failure.code}`;
  if (told !== whole.observations.length)
    return `told ${told} and gave ${whole.observations.length} observations`;
  for (const observation of whole.observations) {
    const odd = oddity(observation);
    if (odd) return odd;
  }
  return undefined;
}

const TOLD_STATES = ['suppressed', 'fixed', 'false-positive', 'accepted'];

function oddity(o: Observation): string | undefined {
  if (!KINDS.includes(o.kind)) return 'an observation of no kind';
  if (!SEVERITIES.includes(o.severity)) return 'an observation without severity';
  if (o.told && !TOLD_STATES.includes(o.told.state)) return 'a state that nobody knows';
  for (const key of ['rule', 'title'] as const) {
    if (typeof o[key] !== 'string' || o[key] === '') return `an observation without ${key}`;
  }
  if (!o.cwes.every((cwe) => Number.isInteger(cwe) && cwe > 0)) return 'a CWE that is no number';
  if (o.score !== undefined && !(o.score >= 0 && o.score <= 10)) return 'a score outside 0-10';
  if (o.place.path !== undefined && /^\/|^\.\.(\/|$)|\/\.\.(\/|$)|^[A-Za-z]:\/|^$/.test(o.place.path))
    return 'a path that is not relative';
  if (o.component && typeof o.component.name !== 'string') return 'a component without name';
  if (o.web && typeof o.web.url !== 'string') return 'a web place without address';
  if (o.firstFoundAt && !/^(19[7-9]|2[01])\d\d?-/.test(o.firstFoundAt)) return 'a date of another world';
  return wrongText(o, 'observation');
}

/** PostgreSQL takes neither NUL nor half a surrogate pair; longer texts than the limit were never cut. */
function wrongText(value: unknown, at: string): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return `a NUL in ${at}`;
    if (!value.isWellFormed()) return `half a character in ${at}`;
    return value.length > DEFAULT_LIMITS.maxStringLength ? `a text beyond the limit in ${at}` : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    const wrong =
      wrongText(key, `a key of ${at}`) ?? wrongText(Reflect.get(value, key), `${at}.${key.slice(0, 30)}`);
    if (wrong) return wrong;
  }
  return undefined;
}

const codeOf = async (bytes: Uint8Array, tool?: string) => (await read(bytes, tool)).summary.failure?.code;
const sampleOf = (name: string) => SAMPLES.find((sample) => sample.name === name)!.bytes;

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('there is a sample of every reader, and each is recognised and read without complaint', async () => {
  expect(new Set(SAMPLES.map((sample) => sample.reader))).toEqual(
    new Set(READERS.map(({ id }) => id).filter((id) => fixturesOf(id).length === 0)),
  );
  for (const { reader, bytes } of SAMPLES) {
    const { summary } = await read(bytes);
    expect(summary).toMatchObject({ reader, failure: null });
    expect(summary.observations).toBeGreaterThan(0);
    expect(await complaint(bytes, undefined)).toBeUndefined();
  }
});

/** What is written by hand: the samples here, and all that lies beside the readers. */
const HAND_WRITTEN = [
  ...SAMPLES,
  ...READERS.flatMap(({ id }) =>
    fixturesOf(id).map((file) => ({ name: `${id} ${file}`, reader: id, bytes: fixtureBytes(id, file) })),
  ),
];

test('no spoiled report makes a reader throw, hang or give what cannot be stored', async () => {
  const arbitrary = fc.tuple(fc.nat(HAND_WRITTEN.length - 1), mutations, fc.boolean());
  const property = fc.asyncProperty(arbitrary, async ([index, recipe, named]) => {
    const { reader, name, bytes } = HAND_WRITTEN[index]!;
    expect(await complaint(spoil(bytes, recipe), named ? reader : undefined), name).toBeUndefined();
  });
  await fc.assert(property, { numRuns: FULL ? HAND_WRITTEN.length * 500 : HAND_WRITTEN.length * 30 });
}, 3_600_000);

const reports = existsSync(CORPUS)
  ? readdirSync(CORPUS, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(CORPUS, join(parentPath, name)))
      .filter((file) => findReader(file.split('/')[0]!) !== null)
  : [];

test.skipIf(reports.length === 0)(
  'no real report, spoiled, does either (skipped where the samples are absent)',
  async () => {
    const fit = reports.filter((file) => FULL || statSync(join(CORPUS, file)).size <= 1_000_000);
    const arbitrary = fc.tuple(fc.nat(fit.length - 1), mutations, fc.boolean());
    const property = fc.asyncProperty(arbitrary, async ([index, recipe, named]) => {
      const file = fit[index]!;
      const tool = findReader(file.split('/')[0]!)?.id;
      const bytes = spoil(readFileSync(join(CORPUS, file)), recipe);
      expect(await complaint(bytes, named ? tool : undefined), file).toBeUndefined();
    });
    await fc.assert(property, { numRuns: FULL ? fit.length * 60 : fit.length * 4 });
    expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(MOST_MEMORY);
  },
  7_200_000,
);

describe.each(SAMPLES)('$name', ({ reader, bytes }) => {
  test('is read the same from every encoding', async () => {
    const { observations } = await read(bytes);
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le']) {
      const recoded = await read(iconv.encode(bytes.toString('utf8'), encoding, { addBOM: true }));
      expect(recoded.summary.reader).toBe(reader);
      expect(recoded.observations).toEqual(observations);
    }
  });

  test('is read the same from gzip', async () => {
    expect((await read(gzipSync(bytes))).observations).toEqual((await read(bytes)).observations);
  });

  test('cut at any byte it fails by a stable name or says that nothing is there', async () => {
    const step = Math.max(1, Math.floor(bytes.length / 40));
    for (let end = 0; end < bytes.length - 1; end += step) {
      const { failure } = (await read(bytes.subarray(0, end), reader)).summary;
      expect(failure === null ? end : failure.code).toBe(failure === null ? 0 : 'LK-READ-TRUNCATED');
    }
  });
});

describe('nesting without end', () => {
  test.each(['[', '{"a":', '{"runs":[[', '[{"matches":['])('ten million times %j', async (opening) => {
    const bytes = Buffer.from(opening + '['.repeat(10_000_000));
    const started = performance.now();
    expect(await codeOf(bytes, 'sarif')).toBe('LK-READ-TOO-DEEP');
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
  });

  test('also in a file too large to be parsed in one piece', async () => {
    expect(await codeOf(Buffer.from(`{"version":"2.1.0","runs":${'['.repeat(20_000_000)}`), 'sarif')).toBe(
      'LK-READ-TOO-DEEP',
    );
  });

  test('ten million XML elements', async () => {
    const piece = Buffer.from('<a>'.repeat(100_000));
    async function* open() {
      yield Buffer.from('<OWASPZAPReport>');
      for (let i = 0; i < 100; i++) yield piece;
    }
    const { summary } = await readWhole(
      { name: 'deep.xml', size: 30_000_000, open },
      { hashSecret: (v) => v },
    );
    expect(summary.failure?.code).toBe('LK-READ-TOO-DEEP');
  });
});

test.each(['cyclonedx xml', 'dependency-check', 'zap'])(
  'a billion laughs at %s are refused',
  async (name) => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    ).join('');
    const xml = sampleOf(name).toString('utf8');
    const laughing = xml
      .replace('?>', `?><!DOCTYPE x [<!ENTITY l0 "ha">${entities}]>`)
      .replace(/>[^<\s]+</, '>&l9;<');
    expect(await codeOf(Buffer.from(laughing))).toBe('LK-READ-XML-ENTITY');
  },
);

test('a gzip of gigabytes of blanks is refused before it is unpacked', async () => {
  // Members may follow one another in gzip, so a small file can claim any size.
  const member = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));
  const started = performance.now();
  expect(await codeOf(Buffer.concat(Array<Buffer>(128).fill(member)), 'sarif')).toBe('LK-READ-ZIP');
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
});

test.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['a mark only', '\ufeff'],
])('%s is nobody’s report but can be that of a named tool', async (_, text) => {
  const bytes = Buffer.from(text);
  expect((await read(bytes)).summary).toMatchObject({ reader: null, observations: 0 });
  for (const { id } of READERS) {
    expect((await read(bytes, id)).summary).toMatchObject({ reader: id, observations: 0 });
  }
});

/** The document with `__proto__` and `constructor` as own keys of every object. */
const poisoned = (text: string): string =>
  JSON.stringify(JSON.parse(text), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const poison = [['__proto__', 'polluted'] as const, ['constructor', 'polluted'] as const];
    return Object.fromEntries([...poison, ...Object.entries(value)]);
  });

test('keys of the prototype in every object of a report change nothing', async () => {
  for (const { bytes, name } of SAMPLES) {
    const text = bytes.toString('utf8');
    if (!/^[[{]/.test(text)) continue;
    expect(poisoned(text)).toContain('"__proto__":"polluted"');
    const plain = await read(bytes);
    const whole = await read(Buffer.from(poisoned(text)));
    expect(whole.summary.failure, name).toBeNull();
    // Fingerprints are kept under the names they come with, whatever those are.
    const withoutHints = (o: Observation) => ({ ...o, fingerprints: undefined });
    expect(whole.observations.map(withoutHints), name).toEqual(plain.observations.map(withoutHints));
  }
});

test('NUL and half characters in texts are removed, and the report says so', async () => {
  const text = sampleOf('semgrep').toString('utf8').replace('Do not.', 'Do\\u0000 not\\ud800.');
  const { observations, diagnostics } = await read(Buffer.from(text));
  expect(observations[0]?.message ?? observations[0]?.title).toContain('Do not\ufffd.');
  expect(diagnostics.map((d) => d.code)).toContain('LK-READ-CLEANED');
});
