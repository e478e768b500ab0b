import { expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import type { Diagnostic, Observation } from '../../kernel/observation.ts';
import { DEFAULT_LIMITS, type ReadLimits } from '../reader.ts';
import { CollectingSink } from './sink.ts';

const plain = (parts: Partial<Observation> = {}): Observation => ({
  kind: 'code',
  rule: 'r1',
  title: 'Title',
  severity: 'high',
  cwes: [],
  vulnerabilities: [],
  place: {},
  ...parts,
});

function collect(limits: Partial<ReadLimits> = {}) {
  const batches: Observation[][] = [];
  const diagnostics: Diagnostic[] = [];
  const rules: unknown[] = [];
  const output = {
    observations: (batch: Observation[]) => void batches.push(batch),
    rule: (rule: unknown) => void rules.push(rule),
    diagnostic: (d: Diagnostic) => void diagnostics.push(d),
  };
  const sink = new CollectingSink(output, { ...DEFAULT_LIMITS, ...limits });
  return { sink, batches, diagnostics, rules };
}

async function cleaned(parts: Partial<Observation>, limits: Partial<ReadLimits> = {}) {
  const { sink, batches, diagnostics } = collect(limits);
  sink.observation(plain(parts));
  await sink.finish();
  return { o: batches[0]?.[0] as Observation, diagnostics };
}

test('no NUL and no lone surrogate reaches the database, whole pairs stay', async () => {
  const { o, diagnostics } = await cleaned({
    title: 'a\0b\ud800c😀',
    vulnerabilities: ['CVE\0'],
    place: { snippet: '\udc00' },
  });
  expect(o.title).toBe('ab\ufffdc😀');
  expect(o.vulnerabilities).toEqual(['CVE']);
  expect(o.place.snippet).toBe('\ufffd');
  expect(diagnostics).toMatchObject([
    { code: 'LK-READ-CLEANED', message: expect.stringContaining('(2 times)') },
  ]);
});

test('no text is longer than the limit, and a cut is told', async () => {
  const { o, diagnostics } = await cleaned(
    { message: 'x'.repeat(101), title: 'y'.repeat(100) },
    { maxStringLength: 100 },
  );
  expect(o.message).toHaveLength(100);
  expect(o.message?.endsWith('…')).toBe(true);
  expect(o.title).toHaveLength(100);
  expect(diagnostics).toHaveLength(1);
});

test('a cut through a surrogate pair leaves no half of it', async () => {
  const { o } = await cleaned({ message: `${'x'.repeat(8)}😀😀` }, { maxStringLength: 10 });
  expect(o.message?.isWellFormed()).toBe(true);
});

test('dates, scores and lines that cannot be right are left out, the others stay', async () => {
  const bad = await cleaned({
    firstFoundAt: '0000-01-01T00:00:00Z',
    score: 99,
    epss: 7,
    place: { startLine: -1, endLine: 3 },
  });
  expect([bad.o.firstFoundAt, bad.o.score, bad.o.epss, bad.o.place.startLine, bad.o.place.endLine]).toEqual(
    Array(5).fill(undefined),
  );
  expect(bad.diagnostics).toHaveLength(3);
  const good = await cleaned({
    firstFoundAt: '2024-03-01T10:00:00+02:00',
    score: 9.8,
    epss: 0.5,
    place: { startLine: 3, endLine: 4 },
  });
  expect(good.o).toMatchObject({
    firstFoundAt: '2024-03-01T08:00:00.000Z',
    score: 9.8,
    epss: 0.5,
    place: { startLine: 3, endLine: 4 },
  });
  expect(good.diagnostics).toEqual([]);
});

test('keys of the prototype in fingerprints harm nobody', async () => {
  const told = JSON.parse('{"__proto__":"x","constructor":"y","a\\u0000":"z"}');
  const { o } = await cleaned({ fingerprints: told });
  expect(Object.keys(o.fingerprints ?? {})).toEqual(['__proto__', 'constructor', 'a']);
  expect(Object.prototype).not.toHaveProperty('a');
});

test('more results than the limit stop the reading with a stable code', () => {
  const { sink } = collect({ maxObservations: 2 });
  sink.observation(plain());
  sink.observation(plain());
  let code = '';
  try {
    sink.observation(plain());
  } catch (error) {
    if (error instanceof AppError) code = error.code;
  }
  expect(code).toBe('LK-READ-TOO-MANY');
});

test('diagnostics end at the limit, and the last one counts the rest', async () => {
  const { sink, diagnostics } = collect({ maxDiagnostics: 3 });
  for (let i = 0; i < 7; i++) sink.note('note', 'LK-X', `remark ${i}`);
  await sink.finish();
  expect(diagnostics.map((d) => d.message)).toEqual([
    'remark 0',
    'remark 1',
    '5 more remarks of this report are not shown.',
  ]);
});

test('exactly as many diagnostics as the limit are all shown', async () => {
  const { sink, diagnostics } = collect({ maxDiagnostics: 3 });
  for (let i = 0; i < 3; i++) sink.note('note', 'LK-X', `remark ${i}`);
  await sink.finish();
  expect(diagnostics.map((d) => d.message)).toEqual(['remark 0', 'remark 1', 'remark 2']);
});

test('batches hold at most a thousand, keep the order and lose nothing', async () => {
  const { sink, batches } = collect();
  for (let i = 0; i < 2500; i++) sink.observation(plain({ rule: `r${i}` }));
  await sink.drain();
  expect(batches.map((b) => b.length)).toEqual([1000, 1000]);
  await sink.finish();
  expect(batches.flat().map((o) => o.rule)).toEqual(Array.from({ length: 2500 }, (_, i) => `r${i}`));
});

test('a rule is handed on once', () => {
  const { sink, rules } = collect();
  sink.rule({ id: 'a' });
  sink.rule({ id: 'a', name: 'again' });
  expect(rules).toEqual([{ id: 'a' }]);
});
