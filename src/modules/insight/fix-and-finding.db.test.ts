import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { grype, npmAudit, trivy } from '../../../test/harness/reports.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { listFindings } from '../findings/public.ts';
import { findingPage } from './finding.ts';
import { fixPage } from './fix.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

const router = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
const second = { ...router, cve: 'CVE-2024-2222', fixed: ['2.0.1'] };

const fixOf = async (repository: string): Promise<string> => {
  const [row] = await home.rows<{ id: string }>(
    'select x.id from fix x join target t on t.id = x.target_id where t.key = $1',
    [repository],
  );
  return toPublicId('fix', row!.id);
};
const page = (id: string) => fixPage(home.house.database.db, id, home.clock.now());
const list = async (fix: string, state: 'open' | 'fixed' | 'all') =>
  (await listFindings(home.house.database.db, { fix, state, limit: 50 }, home.clock.now())).items;

it('a fix tells what it removes, from which versions to which, what it may break, and whose it is', async () => {
  const repository = 'acme/router';
  await home.send(trivy([router, second]), { repository });
  const id = await fixOf(repository);
  const shown = await page(id);
  expect(shown).toMatchObject({
    id,
    kind: 'upgrade',
    state: 'open',
    title: 'Upgrade acme-router to 2.0.1 in acme/router',
    component: 'pkg:npm/acme-router',
    fromVersions: ['1.3.0'],
    toVersion: '2.0.1',
    openFindings: 2,
    closedFindings: 0,
    closedAt: null,
  });
  expect(shown.sentence).toMatch(/^It removes 2 findings: P\d, .*Nobody owns it yet; /);
  expect(shown.mayBreak).toMatch(/major version/);
  expect(shown.steps).toContain('2.0.1');
  expect(shown.ownership.because.length).toBeGreaterThan(0);
  expect(shown.decision.because.length).toBeGreaterThan(0);
  const [ticket] = await home.rows<{ queue: string; number: number }>('select queue, number from ticket');
  expect(shown.ticket?.key).toBe(`${ticket!.queue}-${ticket!.number}`);
});

it('who left a fix is told with the time, and a fix whose last finding left is done', async () => {
  const repository = 'acme/leaving';
  await home.send(trivy([router, second]), { repository });
  home.clock.advance(DAY);
  await home.send(trivy([second]), { repository });
  const id = await fixOf(repository);
  expect(await page(id)).toMatchObject({ openFindings: 1, closedFindings: 1, state: 'open' });
  const [gone] = await list(id, 'fixed');
  expect(gone!.vulnerabilities).toContain('CVE-2024-1111');
  expect(Date.parse(gone!.closedAt!) - Date.parse(gone!.openedAt)).toBeGreaterThan(DAY);
  expect((await list(id, 'open')).map(({ closedAt }) => closedAt)).toEqual([null]);

  await home.send(trivy([]), { repository });
  const done = await page(id);
  expect(done).toMatchObject({ state: 'closed', openFindings: 0, closedFindings: 2, exploited: 0 });
  expect(done.sentence).toBe('Done: it removed 2 findings, and nothing of it is open.');
});

it('what can be fixed is asked for, also where the same fix has to wait for other findings', async () => {
  const unfixable = npmAudit([
    { name: 'acme-router', ghsa: 'GHSA-2222-3333-4444', range: '>=0', severity: 'low' },
  ]);
  const repository = 'acme/partly';
  await home.send(unfixable, { repository });
  expect((await page(await fixOf(repository))).ticket).toBeNull();
  await home.send(trivy([router]), { repository });
  const shown = await page(await fixOf(repository));
  expect(shown).toMatchObject({ openFindings: 2, toVersion: '1.4.9', ticket: { state: 'open' } });
});

it('a fix that does not exist is not found, whatever its id looks like', async () => {
  for (const id of ['fix_00000000000000000000000000000000', 'fnd_0', 'lodash'])
    await expect(page(id)).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
});

it('a row names its leader and the other tools that tell the same, as long as they do', async () => {
  const repository = 'acme/told-twice';
  await home.send(trivy([router]), { repository });
  await home.send(grype([router]), { repository });
  const rows = async () => {
    const found = await list(await fixOf(repository), 'all');
    return new Map(found.map((row) => [row.tool, row]));
  };
  const told = await rows();
  expect([...told.keys()].sort()).toEqual(['grype', 'trivy']);
  const leader = [...told.values()].find((row) => row.leader === null)!;
  const follower = [...told.values()].find((row) => row !== leader)!;
  expect(follower.leader).toBe(leader.id);
  expect(leader.alsoToldBy).toEqual([follower.tool]);
  expect(follower.alsoToldBy).toEqual([leader.tool]);

  const clean = follower.tool === 'grype' ? grype([]) : trivy([]);
  await home.send(clean, { repository });
  expect((await rows()).get(leader.tool)).toMatchObject({ leader: null, alsoToldBy: [] });
});

it('a history of any length is told by its first and its newest changes, oldest first', async () => {
  const repository = 'acme/long';
  await home.send(trivy([router]), { repository });
  const [row] = await home.rows<{ id: string }>(
    'select f.id from finding f join target t on t.id = f.target_id where t.key = $1',
    [repository],
  );
  await home.rows(
    `insert into finding_event (id, finding_id, at, kind, actor, note)
     select gen_random_uuid(), $1, now() + n * interval '1 minute', 'moved', 'scan by trivy', n::text
     from generate_series(1, 600) n`,
    [row!.id],
  );
  const { history } = await findingPage(
    home.house.database.db,
    toPublicId('finding', row!.id),
    home.clock.now(),
  );
  expect([history[0]?.kind, history.at(-2)?.note, history.at(-1)?.note]).toEqual(['opened', '599', '600']);
});

it('a finding tells where it is beside the default branch, newest first', async () => {
  const repository = 'acme/branches';
  await home.send(trivy([router]), { repository });
  const [row] = await home.rows<{ id: string; stream_id: string }>(
    'select f.id, f.stream_id from finding f join target t on t.id = f.target_id where t.key = $1',
    [repository],
  );
  await home.rows(
    `insert into presence (finding_id, stream_id, branch, release, present, since)
     values ($1, $2, 'release/2.x', true, true, '2026-01-02'), ($1, $2, 'feature/x', false, false, '2026-03-01')`,
    [row!.id, row!.stream_id],
  );
  const shown = await findingPage(home.house.database.db, toPublicId('finding', row!.id), home.clock.now());
  expect(shown.defaultBranch?.present).toBe(true);
  expect(shown.presence).toEqual([
    { branch: 'feature/x', release: false, present: false, since: '2026-03-01T00:00:00.000Z', until: null },
    { branch: 'release/2.x', release: true, present: true, since: '2026-01-02T00:00:00.000Z', until: null },
  ]);
});

it('the list of a target holds its findings and no others', async () => {
  const { items } = await listFindings(
    home.house.database.db,
    { target: 'acme/told-twice', limit: 50 },
    home.clock.now(),
  );
  expect(items.length).toBeGreaterThan(0);
  expect(new Set(items.map(({ target }) => target.key))).toEqual(new Set(['acme/told-twice']));
});
