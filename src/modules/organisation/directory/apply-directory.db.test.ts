import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import type { DirectoryPerson, DirectoryTeam } from '../../../connectors/connector.ts';
import { systemIds } from '../../../platform/clock.ts';
import { ensurePerson } from '../../access/public.ts';
import { applyDirectory, ensureTriageTeam, importOrganisation, loadRegistry } from '../public.ts';

const ids = systemIds();
const NOW = new Date('2026-03-02T09:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  await ensureTriageTeam(database.db, ids);
  await database.db.transaction().execute((tx) =>
    importOrganisation(
      tx,
      ids,
      `teams: [{ key: payments, name: Payments, queue: PAY }]
people: [{ email: cho@acme.example, name: Cho, roles: [champion], teams: [{ team: payments, role: champion }] }]`,
    ),
  );
});
afterAll(() => database.drop());

const person = (id: string, rest: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  id,
  email: `${id}@acme.example`,
  name: id,
  userName: id,
  active: true,
  ...rest,
});
const team = (id: string, members: string[] = [], rest: Partial<DirectoryTeam> = {}): DirectoryTeam => ({
  id,
  key: id,
  name: id,
  parent: null,
  aliases: [`@acme/${id}`],
  mail: null,
  members: members.map((one) => ({ person: one, role: 'developer' })),
  ...rest,
});
const apply = (
  people: DirectoryPerson[],
  teams: DirectoryTeam[],
  options: { source?: string; newTeams?: boolean; mayShrink?: boolean } = {},
) =>
  database.db
    .transaction()
    .execute((tx) =>
      applyDirectory(
        tx,
        ids,
        { people, teams },
        { source: 'github', now: NOW, by: 'test', newTeams: true, ...options },
      ),
    );
const rows = async <Row>(text: string) => (await database.pool.query(text)).rows as Row[];
const members = async () =>
  (
    await rows<{ line: string }>(
      `select concat_ws(' ', t.key, p.name, m.role, m.managed_by) as line from membership m
       join team t on t.id = m.team_id join person p on p.id = m.person_id order by 1`,
    )
  ).map(({ line }) => line);
const state = () =>
  rows(`select (select sum(xmin::text::bigint) from person) as p, (select sum(xmin::text::bigint) from team) as t,
    (select sum(xmin::text::bigint) from membership) as m, (select sum(xmin::text::bigint) from membership_period) as h,
    (select sum(xmin::text::bigint) from directory_team) as dt, (select sum(xmin::text::bigint) from directory_person) as dp`);

describe('a directory', () => {
  const people = [person('cho', { name: 'Someone else' }), person('dana'), person('ghost', { email: null })];
  const teams = [
    team('payments', ['cho', 'dana', 'ghost']),
    team('cart', ['dana'], { mail: 'cart@acme.example' }),
  ];

  it('is merged by key and email: what others say of them stays', async () => {
    const summary = await apply(people, teams);
    expect(summary).toMatchObject({
      people: { linked: 2, added: 1, closed: 0, withoutEmail: 1 },
      teams: { linked: 2, added: 1, retired: 0, leftOut: 0 },
      notes: [],
    });
    expect(await members()).toEqual([
      'cart dana developer github',
      'payments Cho champion import',
      'payments Cho developer github',
      'payments dana developer github',
    ]);
    const registry = await loadRegistry(database.db);
    expect(registry.byKey.get('payments')).toMatchObject({
      name: 'Payments',
      queue: 'PAY',
      aliases: ['@acme/payments'],
    });
    expect(registry.byKey.get('cart')).toMatchObject({ queue: 'CART', mail: 'cart@acme.example' });
  });

  it('that says the same again writes not a single row', async () => {
    const before = await state();
    await apply(people, teams);
    expect(await state()).toEqual(before);
  });

  it('keeps its handles when the organisation is imported again', async () => {
    await database.db
      .transaction()
      .execute((tx) => importOrganisation(tx, ids, 'teams: [{ key: payments, name: Payments, queue: PAY }]'));
    expect((await loadRegistry(database.db)).byKey.get('payments')?.aliases).toEqual(['@acme/payments']);
  });

  it('that names less ends what it said, retires and closes what it made, and touches nothing else', async () => {
    await apply([person('cho')], []);
    expect(await members()).toEqual(['payments Cho champion import']);
    expect(await rows(`select key, retired_at is not null as retired from team order by 1`)).toEqual([
      { key: 'cart', retired: true },
      { key: 'payments', retired: false },
      { key: 'security-triage', retired: false },
    ]);
    expect(await rows(`select name, disabled_at is null as active, roles from person order by 1`)).toEqual([
      { name: 'Cho', active: true, roles: ['champion'] },
      { name: 'dana', active: false, roles: ['developer'] },
    ]);
    expect(await rows(`select count(*)::int as n from membership_period where ended_at is null`)).toEqual([
      { n: 1 },
    ]);
  });

  it('that names them again takes them up again; a team retired by hand stays so', async () => {
    await apply(people, teams);
    expect(await members()).toContain('cart dana developer github');
    await database.pool.query(`update team set retired_at = now() where key = 'cart'`);
    await database.pool.query(
      `delete from membership where team_id = (select id from team where key = 'cart')`,
    );
    await apply(people, teams);
    expect(await members()).not.toContain('cart dana developer github');
  });

  it('and another beside it each have their own word', async () => {
    await apply([person('cho')], [team('payments', ['cho'])], { source: 'ldap' });
    await apply([], [], {});
    expect(await members()).toEqual(['payments Cho champion import', 'payments Cho developer ldap']);
  });
});

describe('a directory that is broken', () => {
  it('and names next to nobody any more changes nothing, unless that is meant', async () => {
    const many = Array.from({ length: 30 }, (_, i) => person(`m${i}`));
    await apply(many, [], { source: 'big' });
    await expect(apply(many.slice(0, 5), [], { source: 'big' })).rejects.toMatchObject({
      code: 'LK-INCOMPLETE',
    });
    expect(await apply(many.slice(0, 5), [], { source: 'big', mayShrink: true })).toMatchObject({
      people: { closed: 25 },
    });
  });

  it('cannot close the last admin', async () => {
    await apply([person('boss')], [], { source: 'hr' });
    await database.db
      .transaction()
      .execute((tx) => ensurePerson(tx, ids, { email: 'boss@acme.example', name: 'B', roles: ['admin'] }));
    await expect(apply([], [], { source: 'hr' })).rejects.toMatchObject({ code: 'LK-CONFLICT' });
  });

  it('may hold twins, hostile names and unknown members: told, never fatal', async () => {
    const summary = await apply(
      [
        person('x1', { email: 'x@acme.example' }),
        person('x2', { email: 'X@acme.example' }),
        person('x3', { name: 'a\0\n\ud800b' }),
      ],
      [
        team('t1', ['x1', 'nobody'], {
          key: '../../etc',
          name: "'; drop table team; --",
          aliases: ['@acme/t1', '\0'],
        }),
        team('t2', [], { key: '../../ETC', name: 'Twin' }),
        team('t3', [], { key: '', name: '' }),
      ],
      { source: 'odd' },
    );
    expect(summary.people).toMatchObject({ linked: 2, added: 2 });
    expect(summary.teams).toMatchObject({ linked: 2, leftOut: 1 });
    expect(summary.notes).toHaveLength(2);
    expect(await rows(`select key from team where managed_by = 'odd' and key like 'etc%'`)).toEqual([
      { key: 'etc' },
    ]);
  });

  it('makes no team where that is not wished for', async () => {
    const summary = await apply([], [team('elsewhere')], { source: 'quiet', newTeams: false });
    expect(summary.teams).toMatchObject({ added: 0, leftOut: 1 });
  });
});

describe('business units', () => {
  const units = () =>
    rows<{ line: string }>(
      `select concat_ws(' ', t.key, b.key) as line from team t left join business_unit b on b.id = t.business_unit_id
       where t.managed_by = 'tree' or t.key in ('lending', 'tills') order by 1`,
    ).then((all) => all.map(({ line }) => line));

  it('of the groups above are given to new teams alone, once; what import and API said stays', async () => {
    await database.db.transaction().execute((tx) =>
      importOrganisation(
        tx,
        ids,
        `businessUnits: [{ key: retail, name: Stores }, { key: bank, name: Bank }]
teams: [{ key: payments }, { key: lending, unit: bank }, { key: tills }]`,
      ),
    );
    const told = ['lending', 'tills', 'shelves', 'alone'].map((id) => team(id, [], { parent: 'squads' }));
    told[3] = team('alone');
    const squads = { id: 'squads', key: 'squads', name: 'Squads', parent: 'stores', aliases: [] };
    const stores = { id: 'stores', key: '17', name: 'STORES', parent: null, aliases: [] };
    const sync = () =>
      database.db
        .transaction()
        .execute((tx) =>
          applyDirectory(
            tx,
            ids,
            { people: [], teams: told, groups: [squads, stores] },
            { source: 'tree', now: NOW, by: 'test', newTeams: true },
          ),
        );
    expect(await sync()).toMatchObject({ teams: { added: 2 }, notes: [], changed: true });
    expect(await units()).toEqual(['alone', 'lending bank', 'shelves retail', 'tills']);
    const before = await state();
    expect(await sync()).toMatchObject({ changed: false });
    expect(await state()).toEqual(before);
    await database.pool.query(`update team set business_unit_id = null where key = 'shelves'`);
    await sync();
    expect(await units()).toContain('shelves');
  });
});

it('ten thousand people in a thousand teams are merged in sets, in seconds', async () => {
  const people = Array.from({ length: 10_000 }, (_, i) => person(`bulk${i}`));
  const teams = Array.from({ length: 1_000 }, (_, i) =>
    team(
      `bulk-team-${i}`,
      people.slice(i * 10, i * 10 + 10).map(({ id }) => id),
    ),
  );
  const begun = performance.now();
  await apply(people, teams, { source: 'bulk' });
  await apply(people, teams, { source: 'bulk' });
  expect(performance.now() - begun).toBeLessThan(20_000);
});
