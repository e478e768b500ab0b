import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a submission keeps its id, its finder, its text as written, and what was decided', async () => {
  const { observations } = await readFixture('bugcrowd', 'typical.csv');
  expect(observations).toMatchObject([
    {
      kind: 'manual',
      rule: 'Cross-Site Scripting (XSS) > Stored',
      title: 'Stored XSS in notes',
      severity: 'high',
      severityTold: '2',
      cwes: [79],
      externalId: 'a1',
      firstFoundAt: '2099-03-01T06:15:06.000Z',
      web: { url: 'https://shop.example.com/notes' },
      remediation: 'Encode it.',
    },
    { externalId: 'a2', severity: 'info', told: { state: 'accepted' } },
  ]);
  expect(observations[0]?.message).toContain('Open `<p class="x">` in a note.');
  expect(observations[0]?.message).toContain('**Reported by:** finder-1');
});
