import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a finding says category, project and resource; muted ones are suppressed', async () => {
  const { observations } = await readFixture('googlescc', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'OPEN_SSH_PORT',
      severity: 'high',
      resource: {
        id: '//compute.googleapis.com/projects/shop/global/firewalls/1',
        type: 'google.compute.Firewall',
        account: '3',
        region: 'global',
      },
      firstFoundAt: '2026-03-01T07:00:00.000Z',
    },
    { vulnerabilities: ['CVE-2099-2201'], severity: 'info', told: { state: 'suppressed' } },
  ]);
});
