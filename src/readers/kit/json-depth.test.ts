import { expect, test } from 'vitest';
import { checkDense, isTooDeep } from './json-depth.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('as many levels as allowed are not too deep, one more is', () => {
  expect(isTooDeep(JSON.parse(nested(200)), 200)).toBe(false);
  expect(isTooDeep(JSON.parse(nested(201)), 200)).toBe(true);
  expect(isTooDeep(JSON.parse('{"a":{"b":[{}]}}'), 4)).toBe(false);
  expect(isTooDeep(JSON.parse('{"a":{"b":[{}]}}'), 3)).toBe(true);
});

test('megabytes of brackets are refused before they are parsed, wherever they hide', () => {
  const deep = (text: string) => expect(() => checkDense(text, 200)).toThrow(/deep/);
  deep(nested(1_000_000));
  deep(`["${'x'.repeat(2_000_000)}",${nested(1_000_000)}]`);
  deep('{"a":'.repeat(500_000));
});

test('a large report is not looked at byte by byte: what is open at its end is found by the parser', () => {
  const report = `[${JSON.stringify({ text: 'x'.repeat(200) })},`.padEnd(2_000_000, ' ');
  expect(() => checkDense(report, 200)).not.toThrow();
});
