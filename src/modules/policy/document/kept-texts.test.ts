import { expect, test } from 'vitest';
import { keptTexts } from './kept-texts.ts';

test('a text is worked on once, and another text gets its own answer', () => {
  const made: string[] = [];
  const read = keptTexts((text) => {
    made.push(text);
    return { text };
  });
  expect([read('a'), read('b'), read('a')]).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'a' }]);
  expect(made).toEqual(['a', 'b']);
});

test('what a text was refused for is told each time', () => {
  const read = keptTexts((text): string => {
    throw new Error(`no ${text}`);
  });
  expect(() => read('a')).toThrow('no a');
  expect(() => read('a')).toThrow('no a');
});

test('a stream of different texts is not kept for ever', () => {
  let worked = 0;
  const read = keptTexts((text) => {
    worked += 1;
    return text;
  });
  for (let n = 0; n < 100; n++) read(`text ${n}`);
  read('text 0');
  expect(worked).toBe(101);
});
