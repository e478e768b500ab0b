import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('failures, warnings and exceptions of a file are told as such', async () => {
  const { observations } = await readFixture('conftest', 'typical.json');
  expect(observations).toHaveLength(3);
  expect(observations).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        rule: 'data.main.deny',
        title: 'Shop must not run as root',
        severity: 'high',
      }),
      expect.objectContaining({ rule: 'data.main.warn', severity: 'medium' }),
      expect.objectContaining({ rule: 'main', told: { state: 'accepted' } }),
    ]),
  );
  expect(observations[0]?.place.path).toBe('deploy/shop.yaml');
});
