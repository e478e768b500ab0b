import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('open ports, guessed and tried vulnerabilities name host, port and protocol', async () => {
  const { observations, summary } = await readFixture('nmap', 'typical.xml');
  const resource = { id: 'shop.example.com', host: 'a.example.net', port: 22, protocol: 'tcp' };
  expect(summary.tool).toEqual({ name: 'Nmap', version: '7.95' });
  expect(observations).toMatchObject([
    { kind: 'host', rule: 'open-port', title: 'Open port: 22/tcp (ssh)', severity: 'info', resource },
    {
      rule: 'CVE-2099-2701',
      severity: 'high',
      score: 7.5,
      component: { name: 'openssh', version: '8.0' },
      resource,
    },
    { rule: 'EXPLOIT:ABC', severity: 'medium', vulnerabilities: [], tags: ['exploit'] },
    {
      rule: 'smb-vuln-shop',
      title: 'Files may be read',
      severity: 'high',
      vulnerabilities: ['CVE-2099-2702'],
      resource: { id: 'shop.example.com' },
    },
  ]);
});
