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
  resolveOwner((await loadOwnership(database.db, repository, now)).map, path);

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
    expect((await explainOwner(database.db, 'acme/shop', 'x', now)).problems).toMatchObject(problems);
    await store(about('ledger'));
    expect(await owner()).toMatchObject({ team: 'ledger' });
    expect((await explainOwner(database.db, 'acme/shop', 'x', now)).problems).toEqual([]);
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
    const load = async () => (await loadOwnership(database.db, repository, now)).map;
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
    const { map } = await loadOwnership(database.db, null, now);
    expect(resolveOwner(map, null)).toMatchObject({ team: 'security-triage', unowned: true });
  });

  it('explains how to reach the owner, and does not know repositories nobody named', async () => {
    await store(about('payments'));
    expect(await explainOwner(database.db, 'acme/shop', null, now)).toMatchObject({
      owner: 'payments',
      path: null,
      contact: { queue: 'OTHER', manager: null },
    });
    await expect(explainOwner(database.db, 'acme/none', 'x', now)).rejects.toMatchObject({
      code: 'LK-NOT-FOUND',
    });
  });
});

describe('an override', () => {
  it('is in force until it expires or is ended, without anything being written', async () => {
    await store(about('payments'));
    const before = (await loadOwnership(database.db, repository, now)).map;
    const ledger = await database.db
      .selectFrom('team')
      .select('id')
      .where('key', '=', 'ledger')
      .executeTakeFirstOrThrow();
    const expires = new Date('2026-02-01T00:00:00Z');
    const id = ids.next();
    await database.db
      .insertInto('ownership_override')
      .values({
        id,
        repository_id: repository,
        team_id: ledger.id,
        reason: 'theirs',
        made_by: 'ann',
        made_at: now,
        expires_at: expires,
      })
      .execute();
    const at = async (when: Date) => (await loadOwnership(database.db, repository, when)).map;
    const inForce = await at(now);
    expect(inForce).not.toBe(before);
    expect(resolveOwner(inForce, 'x')).toMatchObject({ team: 'ledger', source: 'override' });
    expect(await at(new Date(expires.getTime() - 1))).toBe(inForce);
    expect(resolveOwner(await at(expires), 'x')).toMatchObject({ team: 'payments' });
    await database.db
      .updateTable('ownership_override')
      .set({ ended_at: now, ended_by: 'ann' })
      .where('id', '=', id)
      .execute();
    expect(resolveOwner(await at(now), 'x')).toMatchObject({ team: 'payments' });
  });
});

describe('CODEOWNERS at the root', () => {
  const bracketed = { path: 'CODEOWNERS', content: '*.md payments@acme.example\n[xy] @ledger\n' };
  const listedBy = async (system: string | null) => {
    await database.pool.query('delete from connection');
    if (system === null) return;
    const connection = ids.next();
    await database.pool.query('insert into connection (id, key, system) values ($1, $2, $2)', [
      connection,
      system,
    ]);
    await database.pool.query('update repository set connection_id = $1 where id = $2', [
      connection,
      repository,
    ]);
  };
  const told = async () =>
    (await explainOwner(database.db, 'acme/shop', 'x', now)).problems.map(({ code }) => code);

  it('is read as the host of the connection reads it, at once when that changes', async () => {
    await listedBy('gitlab');
    await store({ path: 'CODEOWNERS', content: 'a/* @ledger' });
    expect(await owner('lib/a/x')).toMatchObject({ team: 'ledger', source: 'CODEOWNERS' });
    await listedBy('github');
    expect(await owner('lib/a/x')).toMatchObject({ unowned: true });
    await listedBy(null);
    expect(await owner('lib/a/x')).toMatchObject({ unowned: true });
  });

  it('has only the problems that it has on its host', async () => {
    await listedBy('gitlab');
    await store(bracketed);
    expect(await told()).not.toContain('bad-pattern');
    await listedBy('github');
    await store(bracketed);
    expect(await told()).toContain('bad-pattern');
    await listedBy(null);
  });
});

describe('what the code host says and which teams are retired', () => {
  it('changes the answer at once', async () => {
    await store();
    await database.db
      .updateTable('repository')
      .set({ host_facts: JSON.stringify({ topics: ['team-ledger'] }) })
      .where('id', '=', repository)
      .execute();
    expect(await owner()).toMatchObject({ team: 'ledger', source: 'code host', unowned: false });
    await database.db.updateTable('team').set({ retired_at: now }).where('key', '=', 'ledger').execute();
    expect(await owner()).toMatchObject({ team: 'security-triage', unowned: true });
  });
});
