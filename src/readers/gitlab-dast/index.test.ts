import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a result of DAST says rule, weakness, page and parameter', async () => {
  const { observations, rules } = await readFixture('gitlab-dast', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'web',
      rule: '10038',
      severity: 'medium',
      cwes: [16],
      web: { method: 'GET', url: 'https://shop.example.com/find', parameter: 'policy' },
      firstFoundAt: '2099-03-14T09:30:00.100Z',
      references: ['https://docs.example.com/csp'],
      remediation: 'Send the header.',
    },
  ]);
  expect(rules[0]).toMatchObject({
    description: 'The header is missing.',
    url: 'https://docs.example.com/10038',
  });
});

test('a crash is known by the function it happened in', async () => {
  const { observations } = await readFixture('gitlab-dast', 'typical-fuzzing.json');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      rule: 'Heap overflow',
      cwes: [122],
      place: { symbol: 'parseOrder' },
      message: 'Heap overflow\n\nparseOrder\nmain\n\n```\n#0 parseOrder\n```',
    },
  ]);
});
