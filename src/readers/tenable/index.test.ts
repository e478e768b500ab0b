import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a result of Nessus says plugin, host, service and what is installed', async () => {
  const { observations } = await readFixture('tenable', 'typical.nessus');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: '90001',
      title: 'Old PHP',
      message: 'Version: 5.1.6',
      severity: 'high',
      score: 8.1,
      vectors: ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
      cwes: [94, 119],
      vulnerabilities: ['CVE-2099-1001'],
      component: { name: 'php', version: '5.1.6' },
      resource: { id: '192.0.2.7', host: 'shop.example.com', port: 443, protocol: 'tcp' },
      exploited: true,
      remediation: 'Upgrade.',
    },
    { rule: '90002', severity: 'info', message: 'Part one.\n\nPart two.' },
  ]);
  expect(observations[1]?.resource).not.toHaveProperty('port', 0);
});

test('rows that differ in their CVE only are one finding; points that a spreadsheet lost come back', async () => {
  const { observations } = await readFixture('tenable', 'typical.csv');
  expect(observations).toMatchObject([
    {
      rule: '90003',
      score: 7.5,
      epss: 0.3833,
      cwes: [327],
      vulnerabilities: ['CVE-2099-1002', 'CVE-2099-1003'],
      references: ['https://docs.example.com/a', 'https://docs.example.com/b'],
      resource: { id: '192.0.2.8', port: 3389, protocol: 'tcp' },
    },
    { rule: '90004', severity: 'info', severityTold: 'None' },
  ]);
});

test('Tenable.sc names a host by its DNS name and leaves the version of vectors out', async () => {
  const { observations } = await readFixture('tenable', 'typical-sc.csv');
  expect(observations).toMatchObject([
    {
      severity: 'critical',
      vectors: ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
      cwes: [310],
      vulnerabilities: ['CVE-2099-1004', 'CVE-2099-1005'],
      resource: { id: 'db.example.com', port: 1433, protocol: 'tcp' },
      firstFoundAt: '2099-02-05T21:01:08.000Z',
    },
  ]);
});

test('what is fixed or accepted in Tenable Vulnerability Management is told so', async () => {
  const { observations } = await readFixture('tenable', 'typical-io.csv');
  expect(observations).toMatchObject([
    { resource: { id: 'app.example.com' }, told: { state: 'fixed' } },
    { resource: { id: 'app2.example.com' }, told: { state: 'accepted', reason: 'We need it.' } },
  ]);
});

test('Web App Scanning has its place on the page that the output names', async () => {
  const { observations } = await readFixture('tenable', 'typical-was.csv');
  expect(observations).toMatchObject([
    { kind: 'web', severity: 'high', score: 7.1, web: { url: 'http://shop.example.com/find' } },
  ]);
});
