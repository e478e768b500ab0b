import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a template is one finding at one place; what did not match is none', async () => {
  const { observations, diagnostics } = await readFixture('nuclei', 'typical.jsonl');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: 'tls-version',
      message: 'Matched at: shop.example.com:443\n\n- tls12\n- tls13',
      resource: { id: 'shop.example.com', port: 443, protocol: 'ssl' },
    },
    {
      kind: 'web',
      rule: 'CVE-2099-1001',
      severity: 'critical',
      score: 9.8,
      epss: 0.5,
      cwes: [89],
      vulnerabilities: ['CVE-2099-1001'],
      web: { method: 'POST', url: 'https://shop.example.com/find?q=1', parameter: 'union' },
      references: ['https://docs.example.com/1'],
      remediation: 'Upgrade.',
    },
  ]);
  expect(diagnostics).toMatchObject([{ level: 'note' }]);
});

test('names and lists of version 2 are understood', async () => {
  const { observations } = await readFixture('nuclei', 'other-2.json');
  expect(observations).toMatchObject([
    {
      rule: 'panel',
      tags: ['panel', 'exposure'],
      references: ['https://docs.example.com/a', 'https://docs.example.com/b'],
      web: { url: 'https://shop.example.com/admin', parameter: 'login' },
    },
  ]);
});
