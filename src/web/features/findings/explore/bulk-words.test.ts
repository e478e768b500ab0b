import { expect, it } from 'vitest';
import type { BulkChange } from '../../../../contract/bulk.ts';
import { doneWords } from './bulk-words.ts';

const change = (told: Partial<BulkChange>): BulkChange => ({
  id: 'blk_1',
  kind: 'close',
  state: 'done',
  chosen: 13,
  more: false,
  will: 13,
  done: 12,
  leftOut: [],
  failed: [],
  sentence: '',
  by: 'dev@acme.example',
  at: '2026-03-01T00:00:00Z',
  ...told,
});

it('says what was done, how many were not, and why', () => {
  expect(doneWords(change({}))).toBe('12 findings closed.');
  expect(doneWords(change({ done: 1, failed: [{ because: 'it is fixed already', n: 1 }] }))).toBe(
    '1 finding closed; 1 was not: it is fixed already.',
  );
  expect(doneWords(change({ kind: 'exception', failed: [{ because: 'it is fixed', n: 2 }] }))).toBe(
    '12 findings asked for as exceptions; 2 were not: it is fixed.',
  );
});
