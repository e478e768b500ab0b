import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness of a site is one finding that lists the inputs it was found in', async () => {
  const { observations, summary } = await readFixture('arachni', 'typical.json');
  expect(summary.tool).toEqual({ name: 'Arachni', version: '1.5.1' });
  expect(observations).toMatchObject([
    {
      rule: 'xss',
      severity: 'high',
      cwes: [79],
      message:
        '- GET https://shop.example.com/find, parameter `q`, attack `<x1/>`\n- POST https://shop.example.com/order, parameter `note`',
      web: { url: 'https://shop.example.com', evidence: '<x1/>' },
      references: ['https://docs.example.com/xss'],
    },
    { rule: 'xst', severity: 'info' },
  ]);
});
