import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a result of Invicti says page, the parameter that is weak, and what was decided about it', async () => {
  const { observations, rules } = await readFixture('invicti', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'web',
      rule: 'ConfirmedSqlInjection',
      title: 'SQL Injection',
      message: '- Database: shop',
      severity: 'critical',
      score: 9.8,
      cwes: [89],
      web: { method: 'GET', url: 'https://shop.example.com/find?q=%27', parameter: 'q' },
      externalId: '11112222-aaaa-bbbb-cccc-333344445555',
      firstFoundAt: '2099-03-10T00:00:00.000Z',
      references: ['https://docs.example.com/sqli'],
      remediation: 'Use parameters.',
    },
    { severity: 'info', severityTold: 'BestPractice', cwes: [16, 693], told: { state: 'accepted' } },
  ]);
  expect(rules[0]).toMatchObject({
    description: 'Input reaches a **query**.\n\n**Impact:** All data can be read.',
  });
});

test('a result of Acunetix has its place on the site that was scanned', async () => {
  const { observations, summary } = await readFixture('invicti', 'typical-acunetix.xml');
  expect(summary.tool).toMatchObject({ name: 'Acunetix' });
  expect(observations).toMatchObject([
    {
      rule: 'xss-check',
      message: 'The input came **back**.',
      severity: 'high',
      cwes: [79],
      vectors: ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N'],
      web: { method: 'POST', url: 'https://shop.example.com/find', parameter: 'q' },
    },
  ]);
});
