import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue says page, weakness and advice in Markdown', async () => {
  const { observations, rules } = await readFixture('burp-graphql', 'typical.json');
  expect(observations).toMatchObject([
    {
      title: 'Cross-site scripting',
      message: 'The value of **q** is copied.',
      severity: 'high',
      cwes: [79],
      web: { url: 'https://shop.example.com/find' },
      references: ['https://docs.example.com/xss', 'https://cwe.mitre.org/data/definitions/79.html'],
      remediation: 'Encode it.',
    },
  ]);
  expect(rules[0]).toMatchObject({ description: 'Input comes back.' });
});
