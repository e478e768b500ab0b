import { expect, it } from 'vitest';
import { beforeAndAfter, fixStateWords } from './fix-words.ts';

const component = 'pkg:npm/%40acme/router';

it('an upgrade is told by the versions it takes away and the one it brings', () => {
  expect(beforeAndAfter({ component, fromVersions: ['1.3.0', '1.4.0'], toVersion: '1.4.9' })).toEqual({
    before: '@acme/router 1.3.0 and 1.4.0',
    after: '@acme/router 1.4.9',
  });
  const many = beforeAndAfter({ component, fromVersions: ['1', '2', '3', '4', '5'], toVersion: null });
  expect(many).toEqual({ before: '@acme/router 1, 2 and 3 more', after: 'no fixed version yet' });
  expect(beforeAndAfter({ component: null, fromVersions: [], toVersion: null })).toBeNull();
});

it('a fix that somebody says is done waits for a scan, and is done when one agrees', () => {
  const ticket = { id: 'tkt_1', key: 'PAY-1', state: 'claimed-fixed' };
  const claimed = { state: 'open', claimedAt: '2026-11-20T20:00:00Z', ticket } as const;
  expect(fixStateWords(claimed)).toMatch(/next scan verifies/);
  expect(fixStateWords({ ...claimed, state: 'closed' })).toBe('Done');
  const begun = { ...ticket, state: 'in-progress' };
  expect(fixStateWords({ ...claimed, claimedAt: null, ticket: begun })).toBe('In progress');
  expect(fixStateWords({ ...claimed, claimedAt: null, ticket: null })).toBe('Open, without a ticket');
});
