import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('govulncheck: messages on one weakness are one finding, rated by how near it is, with the way to it', async () => {
  const { observations, rules } = await readFixture('govulncheck', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'GO-2099-1840',
      message: 'The weak code is called:\n\n- api/api.go:25 api.Init > ssh.Dial',
      severity: 'high',
      severityTold: 'called',
      vulnerabilities: ['GO-2099-1840', 'CVE-2099-29403'],
      place: { path: 'go.mod' },
      component: { purl: 'pkg:golang/example.org/acme/ssh@v0.2.0', fixedVersions: ['v0.3.1'] },
    },
    { rule: 'GO-2099-1841', severity: 'info', component: { name: 'text' } },
  ]);
  expect(rules[0]).toMatchObject({ url: 'https://pkg.go.dev/vuln/GO-2099-1840' });
});

test('govulncheck: the document of its first versions is read', async () => {
  const { summary, observations } = await readFixture('govulncheck', 'other-first.json');
  expect(summary.reader).toBe('govulncheck');
  expect(observations).toMatchObject([
    { rule: 'GO-2098-0001', severity: 'low', component: { name: 'stdlib', fixedVersions: ['1.19.10'] } },
  ]);
});
