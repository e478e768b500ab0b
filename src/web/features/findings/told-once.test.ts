import { expect, it } from 'vitest';
import type { FindingRow } from '../../../contract/findings.ts';
import { toldOnce } from './told-once.ts';

const row = (id: string, leader: string | null, state: FindingRow['state'] = 'open') =>
  ({ id, leader, state }) as FindingRow;
const shown = (...rows: FindingRow[]) => toldOnce(rows).map(({ id }) => id);

it('a weakness that several tools tell stands once, and none is lost', () => {
  expect(shown(row('a', null), row('b', 'a'), row('c', null))).toEqual(['a', 'c']);
  // Its leader is filtered away, or comes with a later page.
  expect(shown(row('b', 'a'), row('c', null))).toEqual(['b', 'c']);
  expect(shown(row('a', null), row('b', 'a', 'fixed'))).toEqual(['a', 'b']);
});
