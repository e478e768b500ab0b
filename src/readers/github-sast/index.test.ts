import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an alert of GitHub says rule, weakness, place and why it was dismissed', async () => {
  const { observations } = await readFixture('github-sast', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'js/example-injection',
      title: 'Command built from input',
      severity: 'critical',
      cwes: [78],
      place: { path: 'src/run.js', startLine: 9, endLine: 10 },
      externalId: '7',
      firstFoundAt: '2026-01-05T08:00:00.000Z',
    },
    { severity: 'medium', told: { state: 'false-positive', reason: 'false positive: constant' } },
  ]);
});
