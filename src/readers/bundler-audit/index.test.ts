import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a block of bundler-audit says gem, version, advisory and the versions that are fixed', async () => {
  const { observations } = await readFixture('bundler-audit', 'typical.txt');
  expect(observations).toMatchObject([
    {
      severity: 'high',
      vulnerabilities: ['CVE-2099-1001'],
      component: { type: 'gem', name: 'rack', version: '2.0.1', fixedVersions: ['2.0.9', '2.1.4'] },
    },
    { severity: 'medium', vulnerabilities: ['GHSA-aaaa-bbbb-cccc'], component: { name: 'nokogiri' } },
  ]);
});
