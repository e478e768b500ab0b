import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { findingPage } from '../insight/finding.ts';
import { importOrganisation } from '../organisation/public.ts';
import { storeFilesOf } from '../ownership/service.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
  const { database, ids } = home.house;
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(
      tx,
      ids,
      `apiVersion: lanekeeper.dev/v1
teams:
  - { key: platform, name: Platform, queue: PLT }
  - { key: shop, name: Shop, queue: SHP }
repositories:
  - { key: acme/base }
  - { key: acme/api }
`,
    );
    for (const [repository, team] of [
      ['acme/base', 'platform'],
      ['acme/api', 'shop'],
    ] as const) {
      const file = { path: 'about.yaml', content: `apiVersion: lanekeeper.dev/v1\nowner: ${team}\n` };
      await storeFilesOf(tx, { ids, now: home.clock.now() }, repository, [file]);
    }
  });
});
afterAll(() => home.close());

/** `trivy image --format json`: packages by layer, and all layers whether they have findings or not. */
const image = (layers: string[], found: Record<string, string>) => ({
  SchemaVersion: 2,
  ArtifactName: 'image',
  ArtifactType: 'container_image',
  Metadata: { DiffIDs: layers },
  Results: [
    {
      Target: 'image (debian 12)',
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: Object.entries(found).map(([name, layer], index) => ({
        VulnerabilityID: `CVE-2024-${1000 + index}`,
        PkgName: name,
        InstalledVersion: '1.0-1',
        FixedVersion: '1.0-2',
        Severity: 'HIGH',
        Title: `${name}: weakness`,
        Layer: { DiffID: layer },
      })),
    },
  ],
});
const base = { repository: 'acme/base', target: 'image:acme/base' };
const api = { repository: 'acme/api', target: 'image:acme/api' };

const fixes = () =>
  home.rows<{ title: string; team: string; state: string; ticket: string | null }>(
    `select x.title, t.key as team, x.state, k.state as ticket from fix x join team t on t.id = x.owner_team_id
     left join ticket k on k.fix_id = x.id order by x.title`,
  );

it('what comes with a base image is asked of its owner; whoever builds on it waits, is told so, and is asked after', async () => {
  await home.send(image(['os', 'tools'], { openssl: 'os' }), base);
  await home.send(image(['os', 'tools', 'app'], { openssl: 'os', imagemagick: 'app' }), api);
  const own = {
    title: 'Rebuild acme/base on a newer base image',
    team: 'platform',
    state: 'open',
    ticket: 'open',
  };
  const added = {
    title: 'Rebuild acme/api on a newer base image',
    team: 'shop',
    state: 'open',
    ticket: 'open',
  };
  const inherited = { title: 'Rebuild acme/api on the new acme/base', team: 'shop', state: 'open' };
  expect(await fixes()).toEqual([added, { ...inherited, ticket: null }, own]);

  const [finding] = await home.rows<{ id: string }>(
    `select f.id from finding f join fix x on x.id = f.fix_id where x.title = $1`,
    [inherited.title],
  );
  const page = () =>
    findingPage(home.house.database.db, toPublicId('finding', finding!.id), home.clock.now());
  expect((await page()).fix?.because).toBe(
    'Comes from base image acme/base, owned by Platform: rebuild after it is fixed.',
  );

  await home.send(image(['new os', 'tools'], {}), base);
  expect(await fixes()).toEqual([
    added,
    { ...inherited, ticket: 'open' },
    { ...own, state: 'closed', ticket: 'closed' },
  ]);
  expect((await page()).fix?.because).toContain('nothing is left to fix: rebuild on the newest one');

  await home.send(image(['new os', 'tools', 'app'], { imagemagick: 'app' }), api);
  expect(await fixes()).toEqual([
    added,
    { ...inherited, state: 'closed', ticket: 'closed' },
    { ...own, state: 'closed', ticket: 'closed' },
  ]);
});

it('siblings on a base that nobody scans are nobody’s base, however few of their layers have findings', async () => {
  const on = (name: string) => ({ repository: 'acme/api', target: `image:acme/${name}` });
  await home.send(image(['slim', 'one'], { zlib: 'slim' }), on('one'));
  await home.send(image(['slim', 'two'], { zlib: 'slim', curl: 'two' }), on('two'));
  const titles = (await fixes()).map(({ title }) => title);
  expect(titles).toContain('Rebuild acme/two on a newer base image');
  expect(titles.filter((title) => /acme\/(one|two) on the new/.test(title))).toEqual([]);
});

it('the same image again writes no layer; rebuilt with the same results it has its new layers', async () => {
  const layers = () =>
    home.rows(
      `select l.xmin::text, l.layer from image_layer l join stream s on s.id = l.stream_id
       join target t on t.id = s.target_id where t.key = 'acme/again' order by l.layer`,
    );
  const target = { repository: 'acme/api', target: 'image:acme/again' };
  await home.send(image(['a', 'b'], { zlib: 'a' }), target);
  const before = await layers();
  expect((await home.send(image(['b', 'a'], { zlib: 'a' }), target)).state).toBe('same');
  expect(await layers()).toEqual(before);
  expect((await home.send(image(['a', 'c'], { zlib: 'a' }), target)).state).toBe('same');
  expect((await layers()).map(({ layer }) => layer)).toEqual(['a', 'c']);
});
