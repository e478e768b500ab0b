import { expect, it } from 'vitest';
import { together } from './together.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 5));

it('who asks while an answer is being worked out gets the next one, which all of them share', async () => {
  const of = {};
  let begun = 0;
  const ask = () =>
    together(of, 'count', async () => {
      begun++;
      const mine = begun;
      await later();
      return mine;
    });
  const first = ask();
  await Promise.resolve();
  await later();
  expect(begun).toBe(1);
  const [a, b] = [ask(), ask()];
  expect([await first, await a, await b]).toEqual([1, 2, 2]);
  expect(await ask()).toBe(3);
});

it('one that fails fails for those who share it, and for nobody after them', async () => {
  const of = {};
  let fails = true;
  const ask = () => together(of, 'x', async () => (fails ? Promise.reject(new Error('no')) : 'yes'));
  const both = await Promise.allSettled([ask(), ask()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await ask()).toBe('yes');
});

it('names, databases and transactions are told apart', async () => {
  const [one, other] = [{}, {}];
  const ask = (of: object, name: string) => together(of, name, async () => ({ name }));
  const [a, b, c] = await Promise.all([ask(one, 'x'), ask(one, 'y'), ask(other, 'x')]);
  expect([a.name, b.name, c.name]).toEqual(['x', 'y', 'x']);
  expect(a).not.toBe(c);
});
