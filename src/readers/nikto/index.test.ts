import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an item says rule and page; what is a known vulnerability weighs more than a remark', async () => {
  const { observations } = await readFixture('nikto', 'typical.xml');
  expect(observations).toMatchObject([
    { rule: '999957', severity: 'info', web: { method: 'GET', url: 'https://shop.example.com:443/' } },
    { rule: '001885', severity: 'medium', references: ['https://docs.example.com/77'] },
  ]);
});

test('JSON says host and page apart', async () => {
  const { observations } = await readFixture('nikto', 'typical.json');
  expect(observations).toMatchObject([
    {
      title: "Uncommon header 'x-shop' found.",
      web: { url: 'https://shop.example.com:8443/find', parameter: 'x-shop' },
      references: ['https://docs.example.com/a', 'https://docs.example.com/b'],
    },
  ]);
});

test('a list of hosts keeps them apart', async () => {
  const { observations } = await readFixture('nikto', 'typical-hosts.json');
  expect(observations.map(({ web }) => web?.url)).toEqual([
    'http://a.example.com/',
    'https://b.example.com/',
  ]);
});
