import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a remark of Hadolint says rule, line and the page of the rule, ShellCheck’s where it is one of its', async () => {
  const { observations, rules } = await readFixture('hadolint', 'typical.json');
  expect(observations).toMatchObject([
    { kind: 'config', rule: 'DL3002', severity: 'medium', place: { path: 'build/Dockerfile', startLine: 2 } },
    { rule: 'SC2086', severity: 'info' },
  ]);
  expect(rules.map(({ url }) => url)).toEqual([
    'https://github.com/hadolint/hadolint/wiki/DL3002',
    'https://github.com/koalaman/shellcheck/wiki/SC2086',
  ]);
});
