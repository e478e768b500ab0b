import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a vulnerable package names its full version, its layer and the repository of the image', async () => {
  const { observations } = await readFixture('aws-inspector2', 'typical.json');
  expect(observations[0]).toMatchObject({
    kind: 'container',
    rule: 'CVE-2099-2101',
    severity: 'high',
    epss: 0.011,
    component: { type: 'deb', name: 'expat', version: '2.5.0-1', fixedVersions: ['2.5.0-2'] },
    resource: { id: 'arn:aws:ecr:eu-north-1:111122223333:repository/shop', account: '111122223333' },
    told: { state: 'fixed' },
    firstFoundAt: '2026-02-01T07:00:00.000Z',
  });
});

test('a weakness in the code of a function names file and lines', async () => {
  const { observations } = await readFixture('aws-inspector2', 'typical.json');
  expect(observations[1]).toMatchObject({
    kind: 'code',
    rule: 'python-sql-injection',
    severity: 'info',
    severityTold: 'UNTRIAGED',
    cwes: [89],
    place: { path: 'shop/orders.py', startLine: 12, endLine: 14 },
  });
});
