import { expect, it } from 'vitest';
import { indexPatternsOf, patternOf, wordsOf } from './words.ts';

it.each([
  ['lodash checkout', ['lodash', 'checkout']],
  ['"path traversal" api', ['path traversal', 'api']],
  ['“Path Traversal”', ['path traversal']],
  ['say "never ended', ['say', 'never', 'ended']],
  ['CVE-2024-1 cve-2024-1', ['cve-2024-1']],
  ['a\0b\tc', ['a', 'b', 'c']],
  ['""  ""', []],
  ['100% \\d_', ['100%', '\\d_']],
])('%j looks for %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

it('looks for so many words and no more', () => {
  expect(wordsOf('one two three four five six seven eight nine ten')).toHaveLength(8);
});

it('what means something in a pattern means itself', () => {
  expect(patternOf('50%_\\')).toBe('%50\\%\\_\\\\%');
});

it.each([
  [['prototype'], ['%pro%tot%ype%']],
  [['payments'], ['%pay%men%', '%nts%']],
  [['cve-2019-40030'], ['%cve%201%400%', '%019%', '%030%']],
  [['4.17'], ['%4.17%']],
  [['über'], ['%übe%', '%ber%']],
  // Nothing that an index of three letters could know.
  [['ab', '---', '%'], []],
])('the index is asked for %j by runs of three letters that stand in it as given', (words, patterns) => {
  expect(indexPatternsOf(words)).toEqual(patterns);
});

it('the index is asked for few runs, however many words there are', () => {
  const words = [
    'authentication',
    'authorisation',
    'deserialisation',
    'misconfiguration',
    'hardcoded',
    'secret',
  ];
  const runs = indexPatternsOf(words).flatMap((pattern) => pattern.split('%').filter(Boolean));
  expect(runs).toHaveLength(6);
});
