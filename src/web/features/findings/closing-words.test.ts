import { describe, expect, it } from 'vitest';
import type { Finding, FindingRow } from '../../../contract/findings.ts';
import { closedWith, closingOf, mayClose } from './closing-words.ts';

const finding = { kind: 'secret', state: 'open', closedHow: null } as const;

describe('closing on a finding’s page', () => {
  it('is offered for open secrets and findings by hand, undone for those closed by hand, else absent', () => {
    expect(closingOf(finding)).toEqual({ kind: 'secret', closedHow: null });
    expect(closingOf({ ...finding, kind: 'manual', state: 'reopened' })).toMatchObject({ kind: 'manual' });
    expect(closingOf({ ...finding, state: 'fixed', closedHow: 'rotated' })).toMatchObject({
      closedHow: 'rotated',
    });
    expect(closingOf({ ...finding, kind: 'code' })).toBeNull();
    expect(closingOf({ ...finding, state: 'excepted' })).toBeNull();
    expect(closingOf({ ...finding, state: 'fixed' })).toBeNull();
  });

  it('is offered for correlated findings of the same kind that are open, and for no others', () => {
    const row = (id: string, rest: object = {}) => ({
      finding: { id, kind: 'secret', state: 'open', ...rest } as FindingRow,
      because: '',
      byPerson: false,
    });
    const members = [row('a'), row('b', { kind: 'code' }), row('c', { state: 'excepted' }), row('d')];
    const correlation = { members, offerAlsoFor: ['a', 'b', 'c'] } as unknown as Finding['correlation'];
    expect(closedWith({ kind: 'secret', correlation }).map(({ id }) => id)).toEqual(['a']);
  });

  it('of a secret is offered to the roles that may, of a finding by hand to all, as its finder is not known here', () => {
    expect(mayClose('secret', ['developer', 'leader'])).toBe(false);
    expect(mayClose('secret', ['developer', 'champion'])).toBe(true);
    expect(mayClose('secret', ['admin'])).toBe(true);
    expect(mayClose('manual', ['developer'])).toBe(true);
  });
});
