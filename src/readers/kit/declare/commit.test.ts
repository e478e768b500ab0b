import { expect, test } from 'vitest';
import type { Observation } from '../../../kernel/observation.ts';
import { inCommit } from './commit.ts';

const observation = (message?: string): Observation => ({
  kind: 'secret',
  rule: 'r',
  title: 't',
  message,
  severity: 'high',
  cwes: [],
  vulnerabilities: [],
  place: {},
});
const said = (commit: unknown, message?: string) => {
  const one = observation(message);
  inCommit('commit')(one, { value: { commit }, up: null, shell: null, key: undefined });
  return one.message;
};

test('a commit is said after the message, and only what is one', () => {
  expect(said('0123abcdef')).toBe('Found in commit 0123abcdef.');
  expect(said('0123abcdef', 'By a bot.')).toBe('By a bot.\n\nFound in commit 0123abcdef.');
  expect(said('s3cr3t-value')).toBeUndefined();
  expect(said(undefined, 'By a bot.')).toBe('By a bot.');
});
