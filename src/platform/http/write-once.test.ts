import { expect, it } from 'vitest';
import { z } from 'zod';
import { together } from '../together.ts';
import { writeOnce } from './write-once.ts';

const schemaOf = (schema: z.ZodType) => writeOnce({ schema, method: 'GET', url: '/' });
const write = schemaOf(z.object({ n: z.number() }));

it('what several get at once is checked and written once, for each schema apart', async () => {
  let read = 0;
  const shared = await together({}, 'n', async () => ({
    get n() {
      read++;
      return 1;
    },
    m: 2,
  }));
  expect([write(shared), write(shared)]).toEqual(['{"n":1}', '{"n":1}']);
  const reads = read;
  write(shared);
  expect(read).toBe(reads);
  expect(schemaOf(z.object({ m: z.number() }))(shared)).toBe('{"m":2}');
});

it('what belongs to one request is written as it is at that moment', () => {
  const own = { n: 1 };
  expect(write(own)).toBe('{"n":1}');
  own.n = 2;
  expect(write(own)).toBe('{"n":2}');
});

it('what is not as its schema says is refused, shared or not', async () => {
  const wrong = await together({}, 'wrong', async () => ({ n: 'x' }));
  expect(() => write(wrong)).toThrow();
  expect(() => write({ n: 'x' })).toThrow();
});
