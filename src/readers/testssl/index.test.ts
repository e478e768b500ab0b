import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a check is told once for all addresses of a name, and for each of its CVEs; what passed and the grade are left out', async () => {
  const { observations, diagnostics } = await readFixture('testssl', 'typical.csv');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: 'BEAST',
      severity: 'medium',
      cwes: [20],
      vulnerabilities: ['CVE-2011-3389'],
      resource: { id: 'shop.example.com', port: 443, protocol: 'tcp' },
    },
    {
      rule: 'SWEET32',
      title: expect.stringContaining('SWEET32 (CVE-2016-2183): '),
      severity: 'low',
      vulnerabilities: ['CVE-2016-2183'],
    },
    { rule: 'SWEET32', severity: 'low', vulnerabilities: ['CVE-2016-6329'] },
    { rule: 'engine_problem', severity: 'info', resource: { id: '192.0.2.9' } },
  ]);
  expect(observations[0]?.message).toContain('- 192.0.2.1\n- 192.0.2.2');
  expect(diagnostics).toHaveLength(2);
});
