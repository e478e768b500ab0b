import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { Approval } from '../../../contract/approvals.ts';
import { ensureRepository, ensureTriageTeam, importOrganisation } from '../../organisation/public.ts';
import { explainOwner, loadOwnership, movingRoutes, storeOwnershipFiles } from '../public.ts';
import { exposureOf } from '../pure.ts';
import { lapseApprovals } from './approvals.ts';

const DAY = 86_400_000;
let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let security: Record<string, string>;
let developer: Record<string, string>;
let repository: string;
let published: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const { clock, ids } = server;
  const publish = async (_: unknown, event: unknown) => void published.push(event);
  await server.app.register(
    movingRoutes({
      db: database.db,
      clock,
      ids,
      publish,
      publishAll: async (_: unknown, events: readonly unknown[]) => void published.push(...events),
      tell: async () => {},
    }),
  );
  await server.app.ready();
  security = await server.cookieOf('sec@acme.example', ['security']);
  developer = await server.cookieOf('dev@acme.example');
  await database.db.transaction().execute(async (tx) => {
    await ensureTriageTeam(tx, ids);
    await importOrganisation(tx, ids, 'teams: [{ key: payments, queue: PAY }]');
    repository = (await ensureRepository(tx, ids, 'acme/shop')).id;
  });
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

const file = (path: string, security: string, more = '') => ({
  path,
  content: `apiVersion: lanekeeper.dev/v1\nowner: payments\n${more}security: ${security}\n`,
});
const store = (...files: { path: string; content: string }[]) =>
  database.db.transaction().execute((tx) => storeOwnershipFiles(tx, repository, files, server.clock.now()));
const known = async (path = 'x.ts') =>
  exposureOf((await loadOwnership(database.db, repository, server.clock.now())).map, path);

async function list(query = ''): Promise<Approval[]> {
  const url = `/api/v1/ownership/approvals${query}`;
  const answer = await server.app.inject({ method: 'GET', url, headers: developer });
  return answer.json().items;
}
async function answer(id: string, verb: 'approve' | 'refuse', headers = security) {
  const url = `/api/v1/ownership/approvals/${id}/${verb}`;
  const said = await server.app.inject({ method: 'POST', url, headers, payload: { note: 'seen' } });
  return { status: said.statusCode, body: said.json() };
}
/** Nothing of what came before counts. */
async function fresh(key = `acme/${Math.random()}`) {
  repository = (await database.db.transaction().execute((tx) => ensureRepository(tx, server.ids, key))).id;
  await database.pool.query('delete from descriptor_approval');
  published = [];
}

describe('what a file says of its own risk', () => {
  it('counts at once where it is stricter, and waits where it is looser, in words for its people', async () => {
    await fresh('acme/words');
    await store(file('about.yaml', '{ exposure: internal, data: [pii] }'));
    expect(await known()).toMatchObject({ exposure: 'internal', data: ['pii'] });
    await store(file('about.yaml', '{ exposure: internet, data: [pci, pii] }'));
    expect(await known()).toMatchObject({ exposure: 'internet', data: ['pci', 'pii'] });
    expect(await list()).toEqual([]);
    const problems = await store(file('about.yaml', '{ exposure: none, data: [pii] }'));
    expect(await known()).toMatchObject({ exposure: 'internet', data: ['pci', 'pii'] });
    expect((await list()).map(({ sentence }) => sentence).sort()).toEqual(
      [
        'about.yaml of acme/words wishes data: pii instead of pci, pii',
        'about.yaml of acme/words wishes exposure: none instead of internet',
      ].sort(),
    );
    const told = 'exposure none waits for approval since 2026-03-02; internet counts until then';
    expect(problems.map(({ message }) => message)).toContain(told);
    const explained = await explainOwner(database.db, 'acme/words', 'x.ts', server.clock.now());
    expect(explained.problems.map(({ message }) => message)).toContain(told);
    expect(explained.exposure.exposure).toBe('internet');
  });

  it('counts once security approves, and not when refused or asked by others', async () => {
    await fresh();
    await store(file('about.yaml', '{ exposure: internet, missionImpact: high }', 'tier: 1\n'));
    await store(file('about.yaml', '{ exposure: internal, missionImpact: high }', 'tier: 3\n'));
    const [exposure, tier] = (await list()).sort((a, b) => (a.field < b.field ? -1 : 1));
    expect(await answer(exposure!.id, 'approve', developer)).toMatchObject({ status: 403 });
    expect(await answer(exposure!.id, 'approve')).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(await answer(exposure!.id, 'approve')).toMatchObject({ status: 200 });
    expect(await answer(tier!.id, 'refuse')).toMatchObject({ body: { state: 'refused', note: 'seen' } });
    expect(await answer(tier!.id, 'approve')).toMatchObject({ status: 409, body: { code: 'LK-CONFLICT' } });
    expect(await known()).toMatchObject({ exposure: 'internal', tier: 1 });
    expect(published).toHaveLength(2);
    await store(file('about.yaml', '{ exposure: internal, missionImpact: high } # again', 'tier: 3\n'));
    expect(await list()).toEqual([]);
    const rows = await database.pool.query(
      `select action from audit_entry where action like 'ownership.approval.%'`,
    );
    expect(rows.rows.map(({ action }) => action)).toEqual([
      'ownership.approval.approved',
      'ownership.approval.refused',
    ]);
  });

  it('lapses to the stricter value after 14 days, and is asked again only when the file changes', async () => {
    await fresh();
    const strict = file('about.yaml', '{ exposure: internet }');
    const loose = file('about.yaml', '{ exposure: none }');
    await store(strict);
    await store(loose);
    server.clock.advance(13 * DAY);
    expect(await lapseApprovals({ db: database.db, clock: server.clock })).toBe(0);
    server.clock.advance(DAY);
    expect(await lapseApprovals({ db: database.db, clock: server.clock })).toBe(1);
    expect(await lapseApprovals({ db: database.db, clock: server.clock })).toBe(0);
    await store(loose);
    expect([await list(), (await known()).exposure]).toEqual([[], 'internet']);
    await store({ ...loose, content: `${loose.content}# please\n` });
    expect(await list()).toMatchObject([{ field: 'exposure', state: 'waiting' }]);
    expect((await known()).exposure).toBe('internet');
  });

  it('is withdrawn when the file goes back, and asked anew when it wishes something else', async () => {
    await fresh();
    await store(file('about.yaml', '{ exposure: internet }'));
    await store(file('about.yaml', '{ exposure: none }'));
    await store(file('about.yaml', '{ exposure: internal }'));
    expect(await list()).toMatchObject([{ wished: 'internal' }]);
    await store(file('about.yaml', '{ exposure: internet }'));
    expect(await list()).toEqual([]);
    expect((await list('?state=decided')).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('stays when the file is taken away, breaks or is renamed, until somebody approves', async () => {
    await fresh();
    await store(file('about.yaml', '{ exposure: internet }'));
    await store({ path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: [' });
    expect([await list(), (await known()).exposure]).toEqual([[], 'internet']);
    await store(file('about.yml', '{ exposure: none }'));
    expect((await known()).exposure).toBe('internet');
    expect(await list()).toMatchObject([{ file: 'about.yml', wished: 'none' }]);
    await store();
    expect((await known()).exposure).toBe('internet');
    const [waiting] = await list();
    expect(waiting).toMatchObject({ current: 'internet', wished: null });
    await answer(waiting!.id, 'approve');
    expect((await known()).exposure).toBeNull();
  });

  it('cannot be lowered by a new file in a folder, nor by a first file against the registry', async () => {
    await fresh('acme/registered');
    await database.db
      .transaction()
      .execute((tx) =>
        importOrganisation(
          tx,
          server.ids,
          'repositories: [{ key: acme/registered, services: [{ name: s, exposure: internet, tier: 1, data: [pci] }] }]',
        ),
      );
    await store(file('about.yaml', '{ exposure: internal, data: [] }'));
    expect(await known()).toMatchObject({ exposure: 'internet', tier: 1, data: ['pci'] });
    const waiting = (await list()).sort((a, b) => (a.field < b.field ? -1 : 1));
    // What a file does not state (its tier) it does not wish to lower.
    expect(waiting.map(({ field }) => field)).toEqual(['data', 'exposure']);
    const exposure = waiting[1];
    await answer(exposure!.id, 'approve');
    expect(await known()).toMatchObject({ exposure: 'internal', data: ['pci'] });
    await store(
      file('about.yaml', '{ exposure: internal, data: [] }'),
      file('a/about.yaml', '{ exposure: none }'),
    );
    expect(await known('a/x.ts')).toMatchObject({ exposure: 'internal', tier: 1 });
  });
});
