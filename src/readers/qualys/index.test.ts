import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

const WEB_SERVER = {
  kind: 'host',
  rule: '900001',
  title: 'Old Web Server',
  severity: 'high',
  severityTold: '4',
  score: 7.5,
  vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'],
  resource: { id: '192.0.2.1', host: 'shop.example.com', port: 443, protocol: 'tcp' },
  remediation: 'Take version 2.',
};

test('a result of the XML is completed by the glossary at its end', async () => {
  const { observations, rules } = await readFixture('qualys', 'typical.xml');
  expect(observations).toMatchObject([
    {
      ...WEB_SERVER,
      message: 'Version 1.9 answered.',
      vulnerabilities: ['CVE-2099-2601'],
      firstFoundAt: '2026-02-01T00:00:00.000Z',
      tags: ['Vuln', 'Web server'],
    },
    { title: 'Name of the Host', severity: 'info' },
    { rule: '900003', told: { state: 'fixed' } },
  ]);
  expect(rules[0]).toMatchObject({
    id: '900001',
    description: 'The web server is **old**.\n\nIt may be taken over.',
  });
});

test('a row of the CSV says the same', async () => {
  const { observations } = await readFixture('qualys', 'typical.csv');
  expect(observations).toMatchObject([
    { ...WEB_SERVER, vulnerabilities: ['CVE-2099-2601', 'CVE-2099-2602'] },
  ]);
});
