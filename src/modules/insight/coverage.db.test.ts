import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse } from '../../../test/harness/house.ts';
import { gitleaks } from '../../../test/harness/reports.ts';
import { coveredServicesQuery } from '../../contract/coverage.ts';
import { importOrganisation } from '../organisation/public.ts';
import { keepCoverage } from '../ownership/public.ts';
import { storeFilesOf } from '../ownership/service.ts';
import { coveredServices, ownershipCoverage } from './coverage.ts';
import { fold } from './rollup/fold.ts';

const ORGANISATION = `
apiVersion: lanekeeper.dev/v1
businessUnits:
  - { key: sales, name: Sales }
  - { key: labs, name: Labs }
teams:
  - { key: basket, unit: sales }
repositories:
  - { key: acme/basket, unit: sales, services: [{ path: web, name: web }] }
  - { key: acme/search, unit: sales }
  - { key: acme/toy, unit: labs }
  - { key: acme/old, unit: labs, archived: true }
`;

let home: Awaited<ReturnType<typeof openTestHouse>>;
const db = () => home.house.database.db;
const list = async (query: object = {}) =>
  coveredServices(db(), coveredServicesQuery.parse(query), home.clock.now());
const names = async (query: object) =>
  (await list(query)).items.map(({ repository, folder }) => `${repository}/${folder}`);

beforeAll(async () => {
  home = await openTestHouse();
  const now = home.clock.now();
  const longAgo = new Date(now.getTime() - 400 * 86_400_000).toISOString().slice(0, 10);
  const about = (rest: string) => `apiVersion: lanekeeper.dev/v1\n${rest}`;
  await db()
    .transaction()
    .execute(async (tx) => {
      const deps = { ids: home.house.ids, now };
      await importOrganisation(tx, home.house.ids, ORGANISATION);
      await storeFilesOf(tx, deps, 'acme/basket', [
        { path: 'about.yaml', content: about(`owner: basket\nreviewed: ${longAgo}\n`) },
        { path: 'jobs/about.yaml', content: about('owner: baskett\n') },
      ]);
    });
  await home.send(gitleaks([{ secret: 'acme_0123456789abcdefgh' }]), { repository: 'acme/search' });
  for (const { id } of await db().selectFrom('repository').select('id').execute())
    await keepCoverage(db(), id, now);
  await fold(db(), now);
});
afterAll(() => home.close());

describe('coverage', () => {
  it('counts by unit what is owned, stale, invalid and without an owner; archived repositories do not count', async () => {
    const { units, total, waiting } = await ownershipCoverage(db(), home.clock.now());
    expect(units).toEqual([
      {
        unit: { key: 'sales', name: 'Sales' },
        repositories: { all: 2, owned: 1 },
        services: { all: 2, owned: 2 },
        stale: 1,
        invalid: 1,
        unownedFindings: 1,
      },
      {
        unit: { key: 'labs', name: 'Labs' },
        repositories: { all: 1, owned: 0 },
        services: { all: 0, owned: 0 },
        stale: 0,
        invalid: 0,
        unownedFindings: 0,
      },
    ]);
    expect(total).toMatchObject({ repositories: { all: 3, owned: 1 }, unownedFindings: 1 });
    expect(waiting).toEqual({ disputes: 0, approvals: 0 });
  });

  it('is counted anew after what it counts has changed', async () => {
    const change = async (archived: boolean) => {
      await db().updateTable('repository').set({ archived }).where('key', '=', 'acme/toy').execute();
      await fold(db(), home.clock.now());
      return (await ownershipCoverage(db(), home.clock.now())).total.repositories.all;
    };
    expect(await change(true)).toBe(2);
    expect(await change(false)).toBe(3);
  });

  it.each([
    ['nobody owns', { state: 'unowned' }, ['acme/search/', 'acme/toy/']],
    ['are stale', { state: 'stale' }, ['acme/basket/', 'acme/basket/web']],
    ['have errors in their files', { state: 'invalid' }, ['acme/basket/jobs']],
    ['nobody describes', { state: 'undescribed' }, ['acme/search/', 'acme/toy/']],
    ['a team owns', { team: 'basket' }, ['acme/basket/', 'acme/basket/jobs', 'acme/basket/web']],
    ['stand in a unit', { unit: 'labs' }, ['acme/toy/']],
    ['have a word in their name', { text: 'WEB' }, ['acme/basket/web']],
    ['have it across the slash', { text: 'Sket/we' }, ['acme/basket/web']],
    [
      'have it in the repository',
      { text: 'acme/b' },
      ['acme/basket/', 'acme/basket/jobs', 'acme/basket/web'],
    ],
    ['have a wildcard in their name, which stands for itself', { text: 'b_sket' }, []],
  ])('lists those that %s', async (_, query, wanted) => {
    expect(await names(query)).toEqual(wanted);
  });

  it('lists all of them in pages, each once', async () => {
    const whole = await names({});
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list({ limit: 2, ...(cursor !== '' && { cursor }) });
      paged.push(...page.items.map(({ repository, folder }) => `${repository}/${folder}`));
      cursor = page.next;
    }
    expect(paged).toEqual(whole);
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'LK-VALIDATION' });
  });

  it('noted again without a change writes no row', async () => {
    const rows = () =>
      db()
        .selectFrom('ownership_coverage')
        .selectAll()
        .select(({ ref }) => ref('xmin' as never).as('xmin'))
        .execute();
    const before = await rows();
    for (const { id } of await db().selectFrom('repository').select('id').execute())
      await keepCoverage(db(), id, home.clock.now());
    expect(await rows()).toEqual(before);
  });
});
