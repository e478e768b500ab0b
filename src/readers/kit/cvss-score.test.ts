import { expect, test } from 'vitest';
import { baseScore, baseScoreOf } from './cvss-score.ts';

test.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N/E:P/RL:O', 1.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['(AV:N/AC:M/Au:N/C:N/I:P/A:N)', 4.3],
  ['CVSS:2.0/AV:L/AC:H/Au:N/C:N/I:N/A:N', 0],
])('the base score of %s is %s', (vector, score) => {
  expect(baseScore(vector)).toBe(score);
});

test('what is incomplete, unknown or of version 4 has no score', () => {
  for (const vector of [
    '',
    'CVSS:3.1/AV:N',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H',
    '__proto__:x',
  ])
    expect(baseScore(vector)).toBeUndefined();
  expect(baseScoreOf(['CVSS:4.0/AV:N', 'AV:N/AC:L/Au:N/C:C/I:C/A:C'])).toBe(10);
});
