import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { readWhole } from './read-whole.ts';
import { type ReportSource, sourceOfBytes } from './source.ts';

const hashSecret = (value: string): string => `hash of ${value.length}`;
const read = (content: string | Uint8Array, options: { tool?: string; limits?: object } = {}) =>
  readWhole(sourceOfBytes('report', typeof content === 'string' ? Buffer.from(content) : content), {
    hashSecret,
    ...options,
  });

const sarif = (...results: object[]) =>
  JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Scanner' } }, results }] });
const RESULT = { ruleId: 'R1', message: { text: 'näivé' }, locations: [] };

describe('recognition', () => {
  test.each(['', '  \n', '[]', ' { } ', 'null'])(
    '%j could be of several tools: nobody claims it, nothing is counted',
    async (content) => {
      const { summary, diagnostics } = await read(content);
      expect(summary).toMatchObject({ reader: null, tool: null, observations: 0, failure: null });
      expect(summary.candidates.length).toBeGreaterThan(0);
      expect(diagnostics).toMatchObject([{ code: 'LK-READ-EMPTY' }]);
    },
  );

  test.each(['', '[]', '{}'])('%j is an honest empty report once the tool is named', async (content) => {
    const { summary } = await read(content, { tool: 'anchore_grype' });
    expect(summary).toMatchObject({
      reader: 'grype',
      tool: { name: 'Grype' },
      observations: 0,
      failure: null,
      phase: 'build',
    });
  });

  test("JSON that is nobody's report is refused with a stable code", async () => {
    expect((await read('{"hello":1}')).summary).toMatchObject({
      reader: null,
      failure: { code: 'LK-READ-UNKNOWN' },
    });
    expect((await read('hello there')).summary).toMatchObject({
      reader: null,
      failure: { code: 'LK-READ-NOT-A-REPORT' },
    });
  });

  test('a tool nobody knows is wrong use, and the nearest names are told', async () => {
    const error = await read('[]', { tool: 'trivvy' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'LK-USAGE', message: expect.stringContaining('trivy') });
  });

  test('content that clearly is another format is read as what it is, and that is said', async () => {
    const { summary, diagnostics } = await read(sarif(RESULT), { tool: 'snyk' });
    expect(summary).toMatchObject({ reader: 'sarif', observations: 1 });
    expect(diagnostics).toMatchObject([{ code: 'LK-READ-OTHER-FORMAT' }]);
  });

  test('the named tool is tried on what nobody recognises, with a warning', async () => {
    const { summary, diagnostics } = await read('{"errors":[],"results":[]}', { tool: 'semgrep' });
    expect(summary).toMatchObject({ reader: 'semgrep', observations: 0, failure: null });
    expect(diagnostics).toMatchObject([{ level: 'warning', code: 'LK-READ-UNSURE' }]);
  });
});

describe('packing and encoding change nothing', () => {
  const bytes = Buffer.from(sarif(RESULT));
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString(), 'utf16le')]);
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
  test.each([
    ['plain', bytes],
    ['gzip', gzipSync(bytes)],
    ['UTF-16', utf16],
    ['byte order mark', marked],
  ])('%s', async (_, content) => {
    const { summary, observations } = await read(content);
    expect(summary).toMatchObject({ reader: 'sarif', tool: { name: 'Scanner' }, failure: null });
    expect(observations[0]?.message).toBe('näivé');
  });
});

describe('content never makes it throw', () => {
  test('a report that breaks off keeps its failure and where', async () => {
    const { summary } = await read(sarif(RESULT).slice(0, -9));
    expect(summary).toMatchObject({
      reader: 'sarif',
      failure: { code: 'LK-READ-TRUNCATED', where: expect.stringMatching(/^byte \d+$/) },
    });
  });

  test('too many results, too many bytes and too many levels have codes of their own', async () => {
    const many = sarif(RESULT, RESULT, RESULT);
    expect((await read(many, { limits: { maxObservations: 2 } })).summary).toMatchObject({
      observations: 2,
      failure: { code: 'LK-READ-TOO-MANY' },
    });
    expect((await read(many, { limits: { maxBytes: 10 } })).summary.failure?.code).toBe('LK-READ-TOO-LARGE');
    expect((await read(many, { limits: { maxDepth: 3 } })).summary.failure?.code).toBe('LK-READ-TOO-DEEP');
  });

  test('an error of the source itself goes on to the caller', async () => {
    const source: ReportSource = {
      name: 'away',
      size: 10,
      open: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('store is away')) }),
      }),
    };
    await expect(readWhole(source, { hashSecret })).rejects.toThrow('store is away');
  });
});
