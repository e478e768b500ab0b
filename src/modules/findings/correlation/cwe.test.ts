import { expect, it } from 'vitest';
import { closestOf } from './cwe.ts';

it.each([
  [89, 89, 'same'],
  [564, 89, 'parent-child'],
  [79, 80, 'parent-child'],
  [89, 943, 'parent-child'],
  // ../ by way of relative path traversal, a base.
  [24, 22, 'parent-child'],
  // By way of a class: every injection would be related to CWE-74.
  [89, 74, 'none'],
  [80, 81, 'none'],
  [79, 89, 'none'],
  [0, 89, 'none'],
])('CWE-%i and CWE-%i: %s, in both directions', (a, b, relation) => {
  expect(closestOf([a], [b]).relation).toBe(relation);
  expect(closestOf([b], [a]).relation).toBe(relation);
});

it('of two lists the closest pair counts, and a tool that names none says nothing', () => {
  expect(closestOf([20, 564], [707, 89])).toEqual({ relation: 'parent-child', by: [20, 707] });
  expect(closestOf([20, 89], [1, 89])).toEqual({ relation: 'same', by: [89, 89] });
  expect(closestOf([], [89])).toEqual({ relation: 'none', by: null });
});
