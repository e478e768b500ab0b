import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';
import { xrayComponent } from './xray-component.ts';

test('Xray: a row says package, artifact and the first fixed version', async () => {
  const { observations } = await readFixture('jfrog-xray-unified', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'dependency',
      rule: 'CVE-2099-2988',
      severity: 'medium',
      score: 3.7,
      vectors: ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L', 'AV:N/AC:M/Au:N/C:N/I:N/A:P'],
      vulnerabilities: ['CVE-2099-2988', 'XRAY-96880'],
      component: { namespace: '@acme', name: 'forms', version: '2.0.0', fixedVersions: ['2.0.1'] },
      resource: { id: 'build://shop:12' },
      references: ['https://advisories.example/2988'],
    },
    {
      kind: 'container',
      rule: 'XRAY-5',
      component: { type: 'rpm', name: 'curl', version: '16:7.29.0-54.el7_7.2' },
    },
  ]);
});

test.each([
  ['gav://org.acme:archive:1.4', { type: 'gav', name: 'org.acme:archive', version: '1.4' }],
  ['deb://debian:stretch:libx11:2:1.6.4-3', { type: 'deb', name: 'libx11', version: '2:1.6.4-3' }],
  ['alpine://3.9:busybox:1.29.3-r10', { type: 'apk', name: 'busybox', version: '1.29.3-r10' }],
  ['go://example.org/acme', { type: 'go', name: 'example.org/acme', version: undefined }],
  ['acme', { type: '', name: 'acme' }],
])('Xray writes a package as %s', (told, component) => {
  expect(xrayComponent(told)).toMatchObject(component);
});
