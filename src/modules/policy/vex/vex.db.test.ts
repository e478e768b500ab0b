import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { npmAudit } from '../../../../test/harness/reports.ts';
import { exportVex } from './export.ts';

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
