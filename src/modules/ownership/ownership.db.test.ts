import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { systemIds } from '../../platform/clock.ts';
import { ensureRepository, ensureTriageTeam, importOrganisation } from '../organisation/public.ts';
import { explainOwner, loadOwnership, storeOwnershipFiles } from './public.ts';
import { exposureOf, resolveOwner } from './pure.ts';

const ids = systemIds();
const now = new Date('2026-01-05T10:00:00Z');
const about = (owner: string) => ({
  path: 'about.yaml',
  content: `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n`,
});
let database: Awaited<ReturnType<typeof testDatabase>>;
let repository: string;

beforeAll(async () => {
  database = await testDatabase();
  await database.db.transaction().execute(async (tx) => {
    await ensureTriageTeam(tx, ids);
    await importOrganisation(
      tx,
      ids,
      'businessUnits: [{ key: shop, name: Shop, fallbackQueue: LED }]\nteams: [{ key: payments, manager: mo }, { key: ledger, queue: LED }]',
    );
    repository = (await ensureRepository(tx, ids, 'acme/shop')).id;
  });
});
afterAll(() => database.drop());

const store = (...files: { path: string; content: string }[]) =>
  database.db.transaction().execute((tx) => storeOwnershipFiles(tx, repository, files, now));
const owner = async (path: string | null = 'x') =>
  resolveOwner((await loadOwnership(database.db, repository)).map, path);

describe('stored ownership files', () => {
  it('answer at once, even when two versions were read at the same moment', async () => {
    expect(await store(about('payments'))).toEqual([]);
    expect(await owner()).toMatchObject({ team: 'payments' });
    await store(about('ledger'));
    expect(await owner()).toMatchObject({ team: 'ledger' });
  });

  it('keep the last good version in force while the newest is broken, and tell what is wrong', async () => {
    await store(about('payments'));
    const problems = await store({ path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: [' });
    expect(problems).toMatchObject([{ file: 'about.yaml', level: 'error', code: 'syntax', line: 2 }]);
    expect(await owner()).toMatchObject({ team: 'payments' });
    expect((await explainOwner(database.db, 'acme/shop', 'x')).problems).toMatchObject(problems);
    await store(about('ledger'));
    expect(await owner()).toMatchObject({ team: 'ledger' });
    expect((await explainOwner(database.db, 'acme/shop', 'x')).problems).toEqual([]);
  });

  it('lose their effect when the repository has them no longer, or another tool took the name', async () => {
    await store(about('payments'));
    expect(await store({ path: 'about.yaml', content: 'title: a page\n' })).toMatchObject([
      { level: 'note' },
    ]);
    expect(await owner()).toMatchObject({ unowned: true });
    await store(about('payments'));
    await store();
    expect(await owner()).toMatchObject({ unowned: true });
  });

  it('take hostile content without harm', async () => {
    const hostile = [
      { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: a\0b\uD800\n"k\\0": 1' },
      { path: 'a/about.yaml', content: 'a: &a [*a,*a,*a]\n' },
      { path: 'b/about.yaml', content: '{'.repeat(250_000) },
      { path: 'CODEOWNERS', content: '/x @y\n'.repeat(900_000) },
    ];
    const problems = await store(...hostile);
    expect(problems.map(({ code }) => code)).toEqual([
      'encoding',
      'foreign-file',
      'foreign-file',
      'too-large',
    ]);
    const row = await database.pool.query(
      `select length(content) as size from ownership_file where path = 'CODEOWNERS'`,
    );
    expect(row.rows).toEqual([{ size: 0 }]);
    expect(await owner()).toMatchObject({ unowned: true });
  });

  it.each([
    '../about.yaml',
    '/about.yaml',
    'a/../about.yaml',
    'a\\about.yaml',
    'src/CODEOWNERS',
    'passwd',
    'a\0/about.yaml',
  ])('refuses the path %j and stores nothing', async (path) => {
    await store(about('payments'));
    await expect(store(about('ledger'), { path, content: '' })).rejects.toMatchObject({
      code: 'LK-VALIDATION',
    });
    expect(await owner()).toMatchObject({ team: 'payments' });
  });
});

describe('the prepared map', () => {
  it('is the same object until a file, the registry, the unit or a service changes', async () => {
    await store();
    const load = async () => (await loadOwnership(database.db, repository)).map;
    const importIt = (text: string) =>
      database.db.transaction().execute((tx) => importOrganisation(tx, ids, text));
    let last = await load();
    expect(await load()).toBe(last);
    const changes: (() => Promise<unknown>)[] = [
      () => store(about('payments')),
      () => importIt('teams: [{ key: payments, queue: OTHER }]'),
      () => importIt('repositories: [{ key: acme/shop, unit: shop }]'),
      () =>
        importIt(
          'repositories: [{ key: acme/shop, unit: shop, services: [{ name: s, exposure: partner }] }]',
        ),
    ];
    for (const change of changes) {
      await change();
      const next = await load();
      expect(next).not.toBe(last);
      last = next;
    }
    expect(exposureOf(last, 'x')).toMatchObject({ service: 's', exposure: 'partner' });
    await store();
    expect(await owner()).toMatchObject({ team: 'ledger', source: 'unit fallback', unowned: true });
  });

  it('answers for what is no repository with the triage of security', async () => {
    const { map } = await loadOwnership(database.db, null);
    expect(resolveOwner(map, null)).toMatchObject({ team: 'security-triage', unowned: true });
  });

  it('explains how to reach the owner, and does not know repositories nobody named', async () => {
    await store(about('payments'));
    expect(await explainOwner(database.db, 'acme/shop', null)).toMatchObject({
      owner: 'payments',
      path: null,
      contact: { queue: 'OTHER', manager: null },
    });
    await expect(explainOwner(database.db, 'acme/none', 'x')).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
  });
});
