import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { trivy } from '../../../test/harness/reports.ts';
import { advisoriesOf } from './store-advisories.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

const weakness = (cve: string, version: string, ...fixed: string[]) => ({
  cve,
  name: 'acme-router',
  version,
  fixed,
});
const title = async (repository: string) =>
  (
    await home.rows<{ title: string }>(
      'select x.title from fix x join target t on t.id = x.target_id where t.key = $1',
      [repository],
    )
  )[0]?.title;

it('a version that findings of any other target tell of is passed over where another one removes all too', async () => {
  await home.send(trivy([weakness('CVE-2024-1', '1.0.0', '1.0.1', '1.1.0')]), { repository: 'acme/first' });
  expect(await title('acme/first')).toBe('Upgrade acme-router to 1.0.1 in acme/first');

  await home.send(trivy([weakness('CVE-2024-2', '1.0.1', '1.1.0')]), { repository: 'acme/other' });
  await home.send(trivy([weakness('CVE-2024-1', '1.0.0', '1.0.1', '1.1.0')]), { repository: 'acme/second' });
  expect(await title('acme/second')).toBe('Upgrade acme-router to 1.1.0 in acme/second');
  // Nobody has another version to offer here.
  await home.send(trivy([weakness('CVE-2024-1', '1.0.0', '1.0.1')]), { repository: 'acme/third' });
  expect(await title('acme/third')).toBe('Upgrade acme-router to 1.0.1 in acme/third');
  const { db } = home.house.database;
  expect(await advisoriesOf(db, { component: 'pkg:npm/acme-router', version: '1.0.1' })).toEqual([
    'CVE-2024-2',
  ]);
  expect(await advisoriesOf(db, { component: 'pkg:npm/acme-router', version: '1.1.0' })).toEqual([]);
});
