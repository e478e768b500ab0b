import { setImmediate as soon } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { held } from './held.ts';

const at = (ms: number) => new Date(ms);

it('asks once for all who come within its time, and again by itself after it', async () => {
  let asked = 0;
  const get = held(async (key) => `${key}${++asked}`, 100);
  expect(await Promise.all([get('a', at(0)), get('a', at(0)), get('b', at(0))])).toEqual(['a1', 'a1', 'b2']);
  expect(await get('a', at(100))).toBe('a1');
  // The first who comes late has what there is, and starts the next one.
  expect(await get('a', at(101))).toBe('a1');
  await soon();
  expect(await get('a', at(102))).toBe('a3');
  expect(await get('a', at(5000))).toBe('a4');
});

it('never keeps a failure, and a failure in between costs nobody their answer', async () => {
  let fails = true;
  const get = held(async () => {
    if (fails) throw new Error('no');
    return 'yes';
  }, 100);
  await expect(get('a', at(0))).rejects.toThrow('no');
  fails = false;
  expect(await get('a', at(1))).toBe('yes');
  fails = true;
  expect(await get('a', at(150))).toBe('yes');
});
