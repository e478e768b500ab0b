import { describe, expect, it } from 'vitest';
import type { Observation, Place } from '../../kernel/observation.ts';
import { readLineTexts } from './line-texts.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (content: string | Buffer, size = 7) =>
  readLineTexts(inPieces(Buffer.isBuffer(content) ? content : Buffer.from(content), size));

const seen = (place: Place, more: Partial<Observation> = {}): Observation => ({
  kind: 'code',
  rule: 'B602',
  title: 'Shell',
  severity: 'high',
  cwes: [],
  vulnerabilities: [],
  place,
  ...more,
});
const entry = (path: string, line: number, text: string) => JSON.stringify({ path, line, text });
const A = seen({ path: 'a.py', startLine: 3 });

describe('line texts', () => {
  it('go to the place they are of, however the bytes are cut', async () => {
    for (const size of [1, 7, 1000]) {
      const texts = await read(`${entry('a.py', 3, 'run(ü)')}\r\n\n${entry('a.py', 4, 'x')}`, size);
      expect(texts.attach(A).place).toEqual({ ...A.place, snippet: 'run(ü)' });
      expect(texts.attach(seen({ path: 'a.py', startLine: 4 })).place.snippet).toBe('x');
      expect(texts.diagnostics).toEqual([]);
    }
  });

  it('leave alone what has a text, names another place or is a secret; what is told is not changed', async () => {
    const { attach } = await read(entry('a.py', 3, 'run()'));
    const others = [
      seen({ path: 'a.py', startLine: 3, snippet: 'own' }),
      seen({ path: 'a.py', startLine: 4 }),
      seen({ path: 'b.py', startLine: 3 }),
      seen({ path: 'a.py' }),
      seen({ path: 'a.py', startLine: 3 }, { kind: 'secret', secret: {} }),
    ];
    for (const other of others) expect(attach(other)).toBe(other);
    attach(A);
    expect(A.place).toEqual({ path: 'a.py', startLine: 3 });
  });

  it.each([
    ['no JSON', '{"path":"a.py"', 'not of the form'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 1, 2]), 'not of the form'],
    ['another value', 'null\n[]\n"x"\n7', 'not of the form'],
    [
      'wrong types',
      '{"path":1,"line":3,"text":"x"}\n{"path":"a.py","line":"3","text":"x"}',
      'not of the form',
    ],
    ['no text', '{"path":"a.py","line":3,"text":["x"]}', 'not of the form'],
    ['a line of a megabyte', `{"path":"a.py","line":3,"text":"${'x'.repeat(1 << 20)}"}`, 'longer than'],
    ['the same place told in another way', `${entry('b', 1, 'x')}\n${entry('b', 1, 'y')}`, 'another text'],
  ])('of %s are remarked, and none is attached', async (_name, content, remark) => {
    const texts = await read(content, 4096);
    expect(texts.attach(A)).toBe(A);
    expect(texts.diagnostics).toEqual([
      { level: 'warning', code: 'LK-LINE-TEXTS', message: expect.stringContaining(remark) },
    ]);
  });

  it('after a line that is too long are read again', async () => {
    const { attach } = await read(`{"x":"${'x'.repeat(1 << 20)}"}\n${entry('a.py', 3, 'run()')}\n`, 65_536);
    expect(attach(A).place.snippet).toBe('run()');
  });

  it('are cleaned of what no database keeps, folded and cut', async () => {
    const text = `  a\u0000b\ud800 \t c${'d'.repeat(900)}`;
    const texts = await read(entry('a.py', 3, text));
    const { snippet } = texts.attach(A).place;
    expect(snippet).toMatch(/^ab\uFFFD cd+$/);
    expect(snippet).toHaveLength(400);
    expect(texts.diagnostics[0]!.message).toMatch(/^1 line text with characters/);
  });

  it('that repeat each other are no remark; the first of several stays', async () => {
    const same = await read(`${entry('a.py', 3, 'x')}\n${entry('a.py', 3, ' x ')}`);
    expect(same.diagnostics).toEqual([]);
    const { attach } = await read(`${entry('a.py', 3, 'first')}\n${entry('a.py', 3, 'second')}`);
    expect(attach(A).place.snippet).toBe('first');
  });

  it('beyond a million are not held', async () => {
    async function* endless(): AsyncIterable<Uint8Array> {
      for (let from = 1; from <= 1_001_000; from += 1000)
        yield Buffer.from(Array.from({ length: 1000 }, (_, i) => `${entry('z', from + i, 'x')}\n`).join(''));
      yield Buffer.from(entry('a.py', 3, 'late'));
    }
    const texts = await readLineTexts(endless());
    expect(texts.attach(A)).toBe(A);
    expect(texts.diagnostics.map(({ message }) => message)).toEqual([
      '1,001 line texts beyond 1,000,000: left out.',
    ]);
  });

  it('for a path called like a part of every object do no harm', async () => {
    const { attach } = await read(entry('__proto__', 1, 'x'));
    expect(attach(seen({ path: '__proto__', startLine: 1 })).place.snippet).toBe('x');
    expect(attach(seen({ path: 'constructor', startLine: 1 })).place.snippet).toBeUndefined();
  });
});
