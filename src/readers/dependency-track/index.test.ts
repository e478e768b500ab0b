import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Dependency-Track: a finding says component, all names of the weakness, and since when it is known', async () => {
  const { observations, summary } = await readFixture('dependency-track', 'typical.json');
  expect(summary.tool).toEqual({ name: 'Dependency-Track', version: '4.14.0' });
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'GHSA-2222-3333-4444',
    title: 'Loops never end in archive',
    severity: 'high',
    score: 7.5,
    cwes: [835],
    vulnerabilities: ['GHSA-2222-3333-4444', 'CVE-2099-7001'],
    component: { purl: 'pkg:maven/org.acme/archive@1.4?type=jar', version: '1.4' },
    externalId: 'p-1:c-1:v-1',
    firstFoundAt: '2099-02-20T12:59:34.289Z',
    references: ['https://advisories.example/7001'],
    epss: 0.02,
  });
});

test('Dependency-Track: what was analysed and found harmless keeps its reason', async () => {
  const { observations } = await readFixture('dependency-track', 'typical.json');
  expect(observations[1]).toMatchObject({
    kind: 'container',
    told: { state: 'false-positive', reason: 'We only unpack.' },
  });
});
