import { describe, expect, it } from 'vitest';
import { keyPath } from './key-path.ts';

const at = (text: string) => keyPath(text.split('\n'));

describe('the keys above a place', () => {
  it.each([
    ['', []],
    ['prior', []],
    ['deadlines:\n  ', ['deadlines']],
    ['deadlines:\n  standard: { clock: detected }\n  withoutFix:\n    ', ['deadlines', 'withoutFix']],
    ['priority:\n  - id: a\n    ', ['priority']],
    ['priority:\n  - ', ['priority']],
    ["routes:\n  - when: 'true'\n    to: { ", ['routes', 'to']],
    ['deadlines:\n  # a note\n\n  standard: { ', ['deadlines', 'standard']],
    ['exceptions: { falsePositive: { ', ['exceptions', 'falsePositive']],
  ])('%j', (text, path) => {
    expect(at(text)).toEqual(path);
  });
});
