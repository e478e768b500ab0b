import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('every address that answers is information, with what it answered', async () => {
  const { observations } = await readFixture('ffuf', 'typical.json');
  expect(observations).toMatchObject([
    {
      title: 'https://shop.example.com/old answers (200)',
      message: 'Status: 200\n\nContent type: text/html\n\nLength: 17',
      severity: 'info',
      web: { method: 'GET', url: 'https://shop.example.com/old' },
    },
    { title: 'https://shop.example.com/admin answers (301)' },
  ]);
});
