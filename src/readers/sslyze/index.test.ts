import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('old protocols, weak suites and bad certificates of a server are told, sound suites are not', async () => {
  const { observations } = await readFixture('sslyze', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: 'tls-1-1',
      severity: 'medium',
      resource: { id: 'shop.example.com', port: 443, protocol: 'tcp' },
    },
    { rule: 'tls-1-2-cipher-suites' },
    { rule: 'certificate-deployments', cwes: [295] },
  ]);
  expect(observations[1]?.message).toContain('- TLS_RSA_WITH_AES_128_GCM_SHA256');
  expect(observations[1]?.message).not.toContain('ECDHE');
  expect(observations[2]?.message).toBe(
    [
      '- certificate has expired for trust store Apple, version iOS 18',
      '- certificate does not match the name of the host\n',
      'Address: 192.0.2.1',
    ].join('\n'),
  );
});

test('known attacks are told by name, in the form of older versions too', async () => {
  const { observations } = await readFixture('sslyze', 'typical-v3.json');
  expect(observations).toMatchObject([
    { rule: 'heartbleed', severity: 'medium', vulnerabilities: ['CVE-2014-0160'] },
    { rule: 'robot' },
    { rule: 'tls-compression' },
    { rule: 'session-renegotiation', resource: { port: 8443 } },
  ]);
});

test('the XML tells the same', async () => {
  const { observations, summary } = await readFixture('sslyze', 'typical.xml');
  expect(summary.tool?.version).toBe('2.0.6');
  expect(observations.map(({ rule }) => rule)).toEqual([
    'openssl-ccs-injection',
    'tls-1-0',
    'certificate-deployments',
  ]);
});
