import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import type { Observation } from '../../kernel/observation.ts';
import { DEFAULT_LIMITS, type JsonMapping } from '../reader.ts';
import { runJson } from './json-run.ts';
import { CollectingSink } from './sink.ts';

const EACH = ['runs[].results[]', 'named{}', '[].inner[]'];

interface Seen {
  shell: unknown;
  elements: unknown[];
}

/** Reads in pieces of the given size; `whole` decides between one piece and two passes. */
async function run(bytes: Uint8Array, piece: number, whole: boolean, mapping: Partial<JsonMapping> = {}) {
  const seen: Seen = { shell: undefined, elements: [] };
  const sink = new CollectingSink({ observations() {}, rule() {}, diagnostic() {} }, DEFAULT_LIMITS);
  async function* open() {
    for (let i = 0; i < bytes.length; i += piece) yield bytes.subarray(i, i + piece);
  }
  const full: JsonMapping = {
    form: 'json',
    each: EACH,
    open(shell) {
      seen.shell = structuredClone(shell);
      return (element) => seen.elements.push(structuredClone(element));
    },
    ...mapping,
  };
  const context = { limits: DEFAULT_LIMITS, hashSecret: (v: string) => v };
  const content = whole ? { open, text: new TextDecoder().decode(bytes) } : { open };
  await runJson(content, full, sink, context);
  return seen;
}

const failureOf = async (text: string, whole: boolean, piece = 7) => {
  try {
    await run(Buffer.from(text), piece, whole);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, where: error.detail?.['where'] };
    throw error;
  }
  return null;
};

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }),
  ),
})).any;
const document = fc.oneof(
  value,
  fc.record({
    before: value,
    runs: fc.array(fc.record({ tool: value, results: fc.array(value), after: value })),
    named: fc.dictionary(fc.string({ minLength: 1 }), value),
  }),
  fc.array(fc.record({ inner: fc.oneof(fc.array(value), value), other: value })),
);

describe('two passes over the bytes', () => {
  test('tell the same shell and elements as one parse, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 2 }),
        async (doc, piece, indent) => {
          const bytes = Buffer.from(JSON.stringify(doc, null, indent));
          expect(await run(bytes, piece, false)).toEqual(await run(bytes, 1 << 20, true));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('give elements with the positions of every array on the way', async () => {
    const doc = { runs: [{ results: [] }, { results: ['a', { b: 1 }] }], named: { x: 1 } };
    const { shell, elements } = await run(Buffer.from(JSON.stringify(doc)), 3, false);
    expect(shell).toEqual({ runs: [{ results: [] }, { results: [] }], named: {} });
    expect(elements).toEqual([
      { value: 'a', path: 'runs[].results[]', at: [1, 0] },
      { value: { b: 1 }, path: 'runs[].results[]', at: [1, 1] },
      { value: 1, path: 'named{}', at: ['x'] },
    ]);
  });
});

describe.each([true, false])('content that is no JSON document (in one piece: %s)', (whole) => {
  test('that ends early is told as truncated, with the offset', async () => {
    expect(await failureOf('{"runs":[{"results":[{"a":"b', whole)).toEqual({
      code: 'LK-READ-TRUNCATED',
      where: 'byte 28',
    });
    expect(await failureOf('{"runs":[{"results":[1,', whole)).toMatchObject({ code: 'LK-READ-TRUNCATED' });
  });

  test('that is broken is told as malformed', async () => {
    for (const broken of [
      '{"runs" [1]}',
      '{"a":tru}',
      '{"runs":[{"results":[{"a":}]}]}',
      '{"a":1}}',
      '{"a":1]',
    ]) {
      expect(await failureOf(broken, whole), broken).toMatchObject({ code: 'LK-READ-MALFORMED' });
    }
  });

  test('with ten million levels is refused within a second, wherever the levels are', async () => {
    const started = performance.now();
    for (const open of ['[', '{"a":', '{"runs":[{"results":[', '{"x":[']) {
      const bytes = `${open}${'['.repeat(10_000_000)}`;
      expect(await failureOf(bytes, whole, 1 << 16)).toMatchObject({ code: 'LK-READ-TOO-DEEP' });
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test('a depth just at the limit is read', async () => {
  const nested = (n: number) => `{"runs":[{"results":[${'['.repeat(n)}${']'.repeat(n)}]}]}`;
  for (const whole of [true, false]) {
    expect(await failureOf(nested(196), whole)).toBeNull();
    expect(await failureOf(nested(197), whole)).toMatchObject({ code: 'LK-READ-TOO-DEEP' });
  }
});

test('lines of JSON count as a list, with and without blank lines, in both ways of reading', async () => {
  const lines = Buffer.from('\n{"a":"x\\n"}\n\r\n{"a":2}\n{"a":3}\n');
  for (const piece of [1, 5, 1000]) {
    for (const whole of [true, false]) {
      const { elements } = await run(lines, piece, whole, { lines: true, each: ['[]'] });
      expect(elements.map((e) => (e as { value: { a: unknown } }).value.a)).toEqual(['x\n', 2, 3]);
    }
  }
});

test('documents printed over many lines count as a list, one alone too, in both ways of reading', async () => {
  const values = async (text: string, each: string[]) => {
    const found: unknown[] = [];
    for (const piece of [1, 5, 1000]) {
      for (const whole of [true, false]) {
        const { elements } = await run(Buffer.from(text), piece, whole, { lines: true, each });
        found.push(elements.map((e) => (e as { value: unknown }).value));
      }
    }
    expect(new Set(found.map((one) => JSON.stringify(one))).size).toBe(1);
    return found[0];
  };
  const printed = '{\n "a": "}{\\""\n}\n{\n "b": [\n{}]\n} {"c":3}\n';
  expect(await values(printed, ['[]'])).toEqual([{ a: '}{"' }, { b: [{}] }, { c: 3 }]);
  expect(await values('{\n "a": 1\n}\n', ['[]'])).toEqual([{ a: 1 }]);
  expect(await values('[\n 1, {"a": 2}]\n', ['[]'])).toEqual([1, { a: 2 }]);
  expect(await values('{"a": [\n1,\n2]}\n', ['[]', 'a[]'])).toEqual([1, 2]);
});

test('memory stays bounded: batches leave while a large report is still being read', async () => {
  const sizes: number[] = [];
  let given = 0;
  let late = 0;
  const sink = new CollectingSink(
    {
      observations(batch: Observation[]) {
        sizes.push(batch.length);
        if (given < 20_000) late++;
      },
      rule() {},
      diagnostic() {},
    },
    DEFAULT_LIMITS,
  );
  async function* open() {
    yield Buffer.from('[0');
    for (let i = 1; i < 20_000; i++) yield Buffer.from(`,${i}`);
    yield Buffer.from(']');
  }
  const mapping: JsonMapping = {
    form: 'json',
    each: ['[]'],
    open: () => () => {
      given++;
      sink.observation({
        kind: 'code',
        rule: 'r',
        title: 't',
        severity: 'low',
        cwes: [],
        vulnerabilities: [],
        place: {},
      });
    },
  };
  await runJson({ open }, mapping, sink, { limits: DEFAULT_LIMITS, hashSecret: (v) => v });
  await sink.finish();
  expect(sizes).toEqual(Array(20).fill(1000));
  expect(late).toBe(19);
});
