import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { systemIds } from '../../platform/clock.ts';
import {
  ensureRepository,
  ensureTriageTeam,
  importOrganisation,
  loadRegistry,
  servicesOf,
  teamsOf,
} from './public.ts';

const DOCUMENT = `
businessUnits:
  - { key: shop, name: Shop, fallbackQueue: PAY }
teams:
  - { key: payments, name: Payments, unit: shop, queue: PAY, github: ["@acme/pay"], aliases: [pay] }
people:
  - { email: Cho@acme.example, name: Cho, roles: [champion], teams: [{ team: payments, role: champion }] }
repositories:
  - key: acme/payments
    unit: shop
    services:
      - { path: ./ledger/, name: ledger, exposure: internet, tier: 1, data: [pci], compliance: [pci-dss] }
`;
const ids = systemIds();
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  await ensureTriageTeam(database.db, ids);
});
afterAll(() => database.drop());

const importIt = (text: string) =>
  database.db.transaction().execute((tx) => importOrganisation(tx, ids, text));
const rowsOf = async () => {
  const tables = ['business_unit', 'team', 'repository', 'service', 'membership', 'person'];
  const all = await Promise.all(
    tables.map((table) => database.pool.query(`select xmin::text, * from ${table} order by 2, 3`)),
  );
  return all.map(({ rows }) => rows);
};

describe('importing the organisation', () => {
  it('writes each part once, and the second time not a single row', async () => {
    const first = await importIt(DOCUMENT);
    expect(first).toMatchObject({
      teams: { added: 1, changed: 0, same: 0 },
      services: { added: 1, changed: 0, same: 0 },
    });
    const before = await rowsOf();
    const second = await importIt(DOCUMENT);
    expect(second).toMatchObject({
      businessUnits: { added: 0, changed: 0, same: 1 },
      teams: { added: 0, changed: 0, same: 1 },
      repositories: { added: 0, changed: 0, same: 1 },
      services: { added: 0, changed: 0, same: 1 },
    });
    expect(await rowsOf()).toEqual(before);
  });

  it('leaves what a document does not name, and takes away what a list it gives no longer has', async () => {
    await importIt('repositories: [{ key: acme/payments, unit: shop }]');
    const repository = await ensureRepository(database.db, ids, 'acme/payments');
    expect(repository).toMatchObject({ unitKey: 'shop', knownBy: 'import' });
    expect(await servicesOf(database.db, repository.id)).toMatchObject([
      { path: 'ledger', exposure: 'internet' },
    ]);
    await importIt('repositories: [{ key: acme/payments, unit: shop, services: [] }]');
    expect(await servicesOf(database.db, repository.id)).toEqual([]);
    expect((await loadRegistry(database.db)).byKey.get('payments')?.aliases).toEqual(['pay', '@acme/pay']);
  });

  it('makes people members of the teams named, under their address in lower case', async () => {
    const person = await database.db.selectFrom('person').select(['id', 'email']).executeTakeFirstOrThrow();
    expect(person.email).toBe('cho@acme.example');
    expect(await teamsOf(database.db, person.id)).toEqual([
      { key: 'payments', name: 'Payments', role: 'champion' },
    ]);
  });

  it('stores nothing of a document that names an unknown team, and says where', async () => {
    const before = await rowsOf();
    const wrong =
      'teams: [{ key: new }]\npeople:\n  - { email: x@acme.example, name: X, teams: [{ team: paymnts }] }';
    await expect(importIt(wrong)).rejects.toMatchObject({
      code: 'LK-VALIDATION',
      message: 'organisation.yaml:3:55: no team is called paymnts; did you mean payments?',
    });
    expect(await rowsOf()).toEqual(before);
  });
});

describe('the registry', () => {
  it('is the same object until a team changes, and new at once when one does', async () => {
    const first = await loadRegistry(database.db);
    expect(await loadRegistry(database.db)).toBe(first);
    await importIt('teams: [{ key: payments, name: Payments, queue: NEW }]');
    const second = await loadRegistry(database.db);
    expect(second.version).not.toBe(first.version);
    expect(second.byKey.get('payments')?.queue).toBe('NEW');
  });

  it('keeps what people changed in the triage team', async () => {
    await importIt('teams: [{ key: security-triage, kind: security, queue: TRI }]');
    await ensureTriageTeam(database.db, ids);
    expect((await loadRegistry(database.db)).triage.queue).toBe('TRI');
  });
});

describe('a repository that a report names first', () => {
  it('is registered once, however many reports name it at the same moment', async () => {
    const found = await Promise.all(
      Array.from({ length: 8 }, () =>
        database.db.transaction().execute((tx) => ensureRepository(tx, ids, 'acme/unknown')),
      ),
    );
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    expect(found[0]).toMatchObject({
      unitKey: null,
      knownBy: 'seen',
      defaultBranch: 'main',
      archived: false,
    });
  });
});
