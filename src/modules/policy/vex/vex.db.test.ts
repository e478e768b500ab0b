import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { npmAudit, trivy } from '../../../../test/harness/reports.ts';
import { exportVex } from './export.ts';
import { importVex } from './import.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

const exported = (repository: string) =>
  exportVex(home.house.database.db, { repository, author: 'Acme' }, home.clock.now());

test('a repository says what affects it and what was fixed, by the names that others know', async () => {
  const repository = 'acme/vex-out';
  const both = [
    { name: 'left', ghsa: 'GHSA-cccc-ffff-gggg' },
    { name: 'right', ghsa: 'GHSA-hhhh-jjjj-mmmm' },
  ];
  await home.send(npmAudit(both), { repository });
  home.clock.advance(3_600_000);
  await home.send(npmAudit(both.slice(0, 1)), { repository });
  const { statements } = await exported(repository);
  expect(statements.map(({ vulnerability, status }) => [vulnerability.name, status]).sort()).toEqual([
    ['GHSA-cccc-ffff-gggg', 'affected'],
    ['GHSA-hhhh-jjjj-mmmm', 'fixed'],
  ]);
  expect(statements[0]?.products).toEqual([
    expect.objectContaining({ '@id': 'urn:lanekeeper:repository:acme%2Fvex-out' }),
  ]);
});

test('the same state has the same id, whenever it is asked for', async () => {
  const repository = 'acme/vex-same';
  await home.send(npmAudit([{ name: 'left', ghsa: 'GHSA-cccc-ffff-gggg' }]), { repository });
  const before = await exported(repository);
  home.clock.advance(3_600_000);
  const after = await exported(repository);
  expect(after['@id']).toBe(before['@id']);
  expect(after.timestamp).not.toBe(before.timestamp);
});

test('a repository of which nothing is known says so', async () => {
  await expect(exported('acme/nobody')).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
});

const WEAK = [
  { cve: 'CVE-2099-0001', name: 'left', version: '1.0.0', fixed: ['1.0.1'] },
  { cve: 'CVE-2099-0002', name: 'right', version: '1.0.0', fixed: [] },
];
const security = { label: 'sam@acme.example', name: 'Sam', personId: null };

function openVex(statements: { cve: string; purl: string; status?: string }[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://acme.example/vex/1',
      author: 'Acme',
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: statements.map(({ cve, purl, status = 'not_affected' }) => ({
        vulnerability: { name: cve },
        products: [{ '@id': purl }],
        status,
        ...(status === 'not_affected' && { justification: 'vulnerable_code_not_in_execute_path' }),
      })),
    }),
  );
}

async function bring(name: string, document: Buffer) {
  const told = await importVex(home.house.line, name, document, security);
  await home.settle();
  return told;
}

const states = async (repository: string) =>
  (
    await home.rows<{ component: string; state: string }>(
      `select f.component, f.state from finding f join target t on t.id = f.target_id where t.key = $1 order by 1`,
      [repository],
    )
  ).map(({ component, state }) => `${component} ${state}`);

test('what a document says is not affected is excepted, now and when it is found later; the rest stays open', async () => {
  await home.send(trivy(WEAK), { repository: 'acme/vex-now' });
  const told = await bring(
    'left',
    openVex([
      { cve: 'CVE-2099-0001', purl: 'pkg:npm/left@1.0.0' },
      { cve: 'CVE-2099-0002', purl: 'pkg:npm/right@1.0.0', status: 'fixed' },
    ]),
  );
  expect(told).toEqual({
    format: 'openvex',
    name: 'left',
    granted: 1,
    ended: 0,
    same: 0,
    affected: 0,
    fixed: 1,
  });
  expect(await states('acme/vex-now')).toEqual(['pkg:npm/left excepted', 'pkg:npm/right open']);
  await home.send(trivy(WEAK), { repository: 'acme/vex-later' });
  expect(await states('acme/vex-later')).toEqual(['pkg:npm/left excepted', 'pkg:npm/right open']);
  const { statements } = await exported('acme/vex-later');
  expect(statements.map(({ status }) => status).sort()).toEqual(['affected', 'not_affected']);
});

test('a later document of the same name says all that it says: the same again changes nothing, less opens again', async () => {
  const repository = 'acme/vex-replaced';
  const both = openVex([
    { cve: 'CVE-2099-0001', purl: 'pkg:npm/left@1.0.0' },
    { cve: 'CVE-2099-0002', purl: 'pkg:npm/right@1.0.0' },
  ]);
  await home.send(trivy(WEAK), { repository });
  await bring('replaced', both);
  const ends = () =>
    home.rows<{ at: Date }>(`select distinct expires_at as at from exception where source = 'vex:replaced'`);
  const [before] = await ends();
  home.clock.advance(3_600_000);
  expect(await bring('replaced', both)).toMatchObject({ granted: 0, ended: 0, same: 2 });
  const [after] = await ends();
  expect(after!.at.getTime() - before!.at.getTime()).toBe(3_600_000);
  home.clock.advance(3_600_000);
  const less = openVex([{ cve: 'CVE-2099-0001', purl: 'pkg:npm/left@1.0.0' }]);
  expect(await bring('replaced', less)).toMatchObject({ granted: 0, ended: 1, same: 1 });
  expect(await states(repository)).toEqual(['pkg:npm/left excepted', 'pkg:npm/right open']);
});

test('a statement on another version does not speak of this one', async () => {
  const repository = 'acme/vex-version';
  await home.send(trivy([{ ...WEAK[0]!, name: 'middle' }]), { repository });
  await bring('middle', openVex([{ cve: 'CVE-2099-0001', purl: 'pkg:npm/middle@2.0.0' }]));
  expect(await states(repository)).toEqual(['pkg:npm/middle open']);
});

test('a document that cannot be read changes nothing', async () => {
  const repository = 'acme/vex-broken';
  await home.send(trivy(WEAK), { repository });
  const before = await states(repository);
  await expect(bring('broken', Buffer.from('{"statements":['))).rejects.toMatchObject({ name: 'AppError' });
  expect(await states(repository)).toEqual(before);
});
