import { describe, expect, it } from 'vitest';
import { groupLines, groupsOf } from './group-lines.ts';

const groups = {
  'security-team': { roles: ['security' as const] },
  'cn=pay:leads,dc=acme': { roles: ['manager' as const, 'champion' as const], team: 'payments' },
  retail: { roles: ['leader' as const], unit: 'retail' },
};

describe('what groups give, as lines', () => {
  it('reads back what it wrote', () => {
    expect(groupsOf(groupLines(groups))).toEqual({ groups });
  });

  it.each([
    ['security-team', 'names no group'],
    ['ops: root', '“root” is none of'],
    ['ops: manager @ payments', 'after @ stands team or unit'],
  ])('says what is wrong with %j', (line, says) => {
    expect(groupsOf(line)).toMatchObject({ problem: expect.stringContaining(says) });
  });
});
