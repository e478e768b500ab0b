import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

const WEB_SERVER = {
  kind: 'host',
  rule: '1.3.6.1.4.1.25623.1.0.900001',
  title: 'Old web server',
  severity: 'high',
  score: 7.5,
  resource: { id: '192.0.2.1', host: 'shop.example.com', port: 443, protocol: 'tcp' },
  remediation: 'Take version 2.',
  references: ['https://example.com/2501'],
};

test('a result of the XML says host, port, vulnerability and solution; Log is info', async () => {
  const { observations, rules } = await readFixture('openvas', 'typical.xml');
  expect(observations).toMatchObject([
    { ...WEB_SERVER, vulnerabilities: ['CVE-2099-2501'], vectors: ['AV:N/AC:L/Au:N/C:P/I:P/A:P'] },
    { severity: 'info', severityTold: 'Log', resource: { id: '192.0.2.1', protocol: 'tcp' } },
  ]);
  expect(observations[1]?.resource?.port).toBeUndefined();
  expect(rules[0]?.description).toBe('The web server is old.\n\nImpact: It may be taken over.');
});

test('a row says the same, once however often the table repeats it', async () => {
  const { observations } = await readFixture('openvas', 'typical.csv');
  expect(observations).toMatchObject([
    { ...WEB_SERVER, vulnerabilities: ['CVE-2099-2501', 'CVE-2099-2502'] },
    { severity: 'info' },
  ]);
});
