import { expect, test } from 'vitest';
import { gitlabState } from './gitlab-state.ts';

const stateOf = (value: object) => gitlabState({ value } as Parameters<typeof gitlabState>[0]);

test('what GitLab’s people decided is told as such, and nothing where a report says nothing', () => {
  expect(stateOf({})).toBeUndefined();
  expect(stateOf({ state: 'confirmed' })).toBeUndefined();
  expect(stateOf({ state: 'RESOLVED' })).toEqual({ state: 'fixed' });
  expect(stateOf({ state: 'dismissed' })).toEqual({ state: 'accepted', reason: 'dismissed' });
  expect(stateOf({ state: 'dismissed', dismissal_reason: 'used_in_tests', state_comment: 'demo' })).toEqual({
    state: 'accepted',
    reason: 'used in tests: demo',
  });
  expect(stateOf({ state: 'dismissed', dismissal_reason: 'FALSE_POSITIVE' })).toMatchObject({
    state: 'false-positive',
  });
});
