import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('vulnerabilities belong to WordPress, the theme or the plugin they are in', async () => {
  const { observations } = await readFixture('wpscan', 'typical.json');
  const parts = observations.map(({ rule, severity, component }) => [
    rule,
    severity,
    component?.name,
    component?.version,
    component?.fixedVersions[0],
  ]);
  expect(parts).toEqual([
    ['xmlrpc', 'info', undefined, undefined, undefined],
    ['9001', 'medium', 'wordpress', '4.9.1', '4.9.2'],
    ['9002', 'medium', 'plain', '1.0', '2.0'],
    ['9003', 'medium', 'shop', '3.0', '3.1'],
  ]);
  expect(observations[1]?.vulnerabilities).toEqual(['CVE-2099-1001']);
});
