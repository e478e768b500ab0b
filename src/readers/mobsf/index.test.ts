import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('mobsfscan names rule, file and line; a missing safeguard has no place', async () => {
  const { observations } = await readFixture('mobsf', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      rule: 'android_logging',
      severity: 'medium',
      cwes: [532],
      place: { path: 'app/src/main/java/shop/Pay.java', startLine: 12, snippet: 'Log.d("pay", card)' },
    },
    {
      kind: 'secret',
      rule: 'android_kotlin_hardcoded',
      cwes: [798],
      secret: { hash: 'hash of 16 characters' },
      place: { path: 'app/src/main/java/shop/Key.kt' },
    },
    { rule: 'android_root_detection', severity: 'low', cwes: [919], place: {} },
  ]);
  expect(JSON.stringify(observations)).not.toContain('not-a-real-key');
});

test('a report of an app is read section by section; what is good is left out', async () => {
  const { observations } = await readFixture('mobsf', 'typical-app.json');
  const told = Object.fromEntries(observations.map((one) => [`${one.rule} ${one.place.path}`, one]));
  expect(observations).toHaveLength(9);
  expect(told).toMatchObject({
    'android.permission.CAMERA undefined': { kind: 'config', severity: 'high' },
    'android.permission.INTERNET undefined': { severity: 'info' },
    'Old signature undefined': { severity: 'medium' },
    'app_is_debuggable AndroidManifest.xml': { severity: 'high', place: { symbol: 'shop.Main' } },
    'Plain HTTP is allowed. undefined': { severity: 'high' },
    'nx lib/arm64/libshop.so': { severity: 'high', title: 'Memory can be run.' },
    'symbol lib/arm64/libshop.so': { severity: 'info' },
    'android_sql shop/Orders.java': { severity: 'medium', score: 5.9, cwes: [89], place: { startLine: 17 } },
    'android_sql shop/Users.java': { place: { startLine: 4 } },
  });
});

test('older versions have no findings below a section', async () => {
  const { observations } = await readFixture('mobsf', 'other-older.json');
  expect(observations).toHaveLength(3);
  expect(observations).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: 'Service is open', title: 'Service is open', severity: 'medium' }),
      expect.objectContaining({ rule: 'ios_log', severity: 'info' }),
      expect.objectContaining({ rule: 'Uses malloc', severity: 'high', cwes: [789] }),
    ]),
  );
});
