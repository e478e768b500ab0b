import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeLdap } from '../../../../test/fakes/fake-ldap.ts';
import { memoryDirectory } from '../../../../test/fakes/memory-directory.ts';
import { connectionsDeps } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { until } from '../../../../test/harness/house.ts';
import { movableClock, testServer } from '../../../../test/harness/server.ts';
import { loadConnector } from '../../../connectors/registry.ts';
import { AppError } from '../../../kernel/errors.ts';
import { systemIds } from '../../../platform/clock.ts';
import { startWorkers, type Workers } from '../../../platform/jobs/workers.ts';
import { createLog } from '../../../platform/log.ts';
import { createEvents } from '../../../platform/outbox/events.ts';
import { findConnection, putConnection } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import { ensureTriageTeam } from '../public.ts';
import { syncDirectory } from './sync.ts';
import type { DirectoryDeps } from './sync-deps.ts';
import { followDirectoryHint, syncAllDirectoriesJob, syncDirectoryJob } from './sync-jobs.ts';
import { directoryRoutes } from './sync-routes.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: DirectoryDeps;
let admin: Record<string, string>;
let memory = memoryDirectory();
let published: string[] = [];
let workers: Workers | null = null;
const log = createLog('silent');
const events = createEvents<DB>();

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, movableClock('2020-03-02T09:00:00Z'));
  deps = {
    ...connectionsDeps(database, server.clock),
    loadConnector: async (id) => (id === 'memory' ? (memory.connector as never) : loadConnector(id)),
    pool: database.pool,
    publish: async (_tx, { type }) => void published.push(type),
    log,
  };
  await ensureTriageTeam(database.db, systemIds());
  await server.app.register(directoryRoutes(deps));
  admin = await server.cookieOf('admin@acme.example', ['admin']);
});
afterAll(async () => {
  await server?.app.close();
  await deps?.client.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.pool.query(`delete from connection; delete from graphile_worker._private_jobs;
    delete from team where key <> 'security-triage'; delete from person where email <> 'admin@acme.example'`);
  memory = memoryDirectory();
  await connect('people');
  // That it was connected is told, too.
  published = [];
});
afterEach(async () => {
  await workers?.stop();
  workers = null;
});

const connect = (key: string, settings: Record<string, unknown> = {}) =>
  putConnection(deps, key, { system: 'memory', settings, secrets: {}, enabled: true }, 'test');
const connection = async (key = 'people') => (await findConnection(deps.db, { key }))!;
const sync = async (options: { acceptVanished?: boolean; signal?: AbortSignal } = {}) =>
  syncDirectory(deps, (await connection()).id, { by: 'test', ...options });
const rows = async <Row>(text: string) => (await database.pool.query(text)).rows as Row[];
const members = async () =>
  (
    await rows<{ line: string }>(`select concat_ws(' ', t.key, p.name) as line from membership m
      join team t on t.id = m.team_id join person p on p.id = m.person_id order by 1`)
  ).map(({ line }) => line);
const state = () =>
  rows(`select (select sum(xmin::text::bigint) from person) as p, (select sum(xmin::text::bigint) from team) as t,
    (select sum(xmin::text::bigint) from membership) as m, (select sum(xmin::text::bigint) from membership_period) as h,
    (select sum(xmin::text::bigint) from directory_team) as dt, (select sum(xmin::text::bigint) from directory_person) as dp,
    (select sum(xmin::text::bigint) from directory_sync) as s, (select sum(xmin::text::bigint) from connection) as c,
    (select count(*) from audit_entry) as a`);
const company = () => {
  for (let i = 0; i < 250; i++) memory.hire(`p${i}`);
  memory.team('payments', ['p0', 'p1', 'stranger']);
  memory.team('cart', ['p2']);
};
const shown = async (key = 'people') =>
  (await server.app.inject({ url: `/api/v1/connections/${key}/directory-sync`, headers: admin })).json();

describe('reading a directory', () => {
  it('takes hundreds of people and their teams, and says so', async () => {
    company();
    memory.hire('nomail', { email: null });
    memory.notes = ['A note.'];
    expect(await sync()).toMatchObject({ state: 'done', changed: true });
    expect(await members()).toEqual(['cart p2', 'payments p0', 'payments p1']);
    expect(published).toEqual(['registry.changed']);
    expect(await shown()).toMatchObject({
      state: 'done',
      people: 251,
      teams: 2,
      memberships: 4,
      applied: { peopleAdded: 250, withoutEmail: 1, teamsAdded: 2 },
      says: ['A note.'],
    });
    expect((await connection()).last_ok_at).not.toBeNull();
  });

  it('a second time writes no row and tells nobody', async () => {
    company();
    await sync();
    const before = await state();
    published = [];
    expect(await sync()).toMatchObject({ state: 'done', changed: false });
    expect(await state()).toEqual(before);
    expect(published).toEqual([]);
  });

  it('closes the account of somebody who left, and retires a team that vanished: nothing is deleted', async () => {
    company();
    await sync();
    memory.leave('p0');
    memory.teams = memory.teams.filter(({ key }) => key !== 'cart');
    memory.teams[0]!.members = memory.teams[0]!.members.filter(({ person }) => person !== 'p0');
    await sync();
    expect(await members()).toEqual(['payments p1']);
    expect(await rows(`select name from person where disabled_at is not null`)).toEqual([{ name: 'p0' }]);
    expect(await rows(`select key from team where retired_at is not null`)).toEqual([{ key: 'cart' }]);
    expect(await rows(`select count(*)::int as n from membership_period where ended_at is not null`)).toEqual(
      [{ n: 2 }],
    );
  });

  it('makes no team where that is not wished for', async () => {
    await connect('people', { newTeams: false });
    company();
    await sync();
    expect(await rows(`select key from team`)).toEqual([{ key: 'security-triage' }]);
    expect((await shown()).applied).toMatchObject({ teamsLeftOut: 2, peopleAdded: 250 });
  });

  it('happens once at a time for each connection', async () => {
    company();
    let go = () => {};
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    memory.before = () => waiting;
    const first = sync();
    await until(() => memory.readings === 1);
    expect(await sync()).toEqual({ state: 'busy' });
    go();
    expect(await first).toMatchObject({ state: 'done' });
    expect(memory.readings).toBe(1);
  });
});

describe('a reading that is not whole changes nothing and says so:', () => {
  const untouched = async (code: string, options = {}) => {
    const before = await members();
    const people = await rows(`select count(*) as n from person where disabled_at is null`);
    await expect(sync(options)).rejects.toMatchObject({ code });
    expect(await members()).toEqual(before);
    expect(await rows(`select count(*) as n from person where disabled_at is null`)).toEqual(people);
    expect(await shown()).toMatchObject({ state: 'failed', applied: null });
    return ((await connection()).last_error as { says: string[] }).says[0]!;
  };

  it('an error in the middle', async () => {
    company();
    await sync();
    memory.hire('new');
    memory.before = (piece) => {
      if (piece === 2) throw new AppError('LK-NETWORK', 'it ended the connection');
    };
    expect(await untouched('LK-NETWORK')).toContain('it ended the connection');
    memory.before = () => {
      throw new TypeError('secret 1234');
    };
    await expect(sync()).rejects.toThrow(TypeError);
    expect(JSON.stringify((await connection()).last_error)).not.toContain('1234');
  });

  it('nobody, where there was somebody before; nobody at first is nothing strange', async () => {
    expect(await sync()).toMatchObject({ state: 'done', changed: false });
    memory.hire('a');
    memory.team('t', ['a']);
    await sync();
    memory.people = [];
    expect(await untouched('LK-INCOMPLETE')).toContain('no people, after 1');
    memory.hire('a');
    memory.teams = [];
    expect(await untouched('LK-INCOMPLETE')).toContain('no teams, after 1');
  });

  it('less than half of the people known before, unless a person says that it is so', async () => {
    company();
    await sync();
    memory.people = memory.people.slice(0, 100);
    expect(await untouched('LK-INCOMPLETE')).toContain('only 100 people, after 250');
    expect(await sync({ acceptVanished: true })).toMatchObject({ state: 'done', changed: true });
    expect(await rows(`select count(*)::int as n from person where disabled_at is not null`)).toEqual([
      { n: 150 },
    ]);
    expect((await connection()).last_error).toBeNull();
  });

  it('it was stopped, or asked to wait: it goes on later', async () => {
    company();
    expect(await sync({ signal: AbortSignal.abort() })).toMatchObject({ state: 'waiting' });
    expect(await members()).toEqual([]);
    memory.before = () => {
      throw new AppError('LK-RATE-LIMITED', 'wait', { detail: { retryAt: '2020-03-02T10:00:00.000Z' } });
    };
    expect(await sync()).toMatchObject({ state: 'waiting', continuesAt: new Date('2020-03-02T10:00:00Z') });
    expect(await shown()).toMatchObject({ state: 'waiting', continuesAt: '2020-03-02T10:00:00.000Z' });
  });

  it('the connection was removed meanwhile', async () => {
    company();
    memory.before = async () => void (await database.pool.query(`delete from connection`));
    await expect(sync()).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
    expect(await members()).toEqual([]);
  });
});

describe('jobs and routes', () => {
  const work = () => {
    workers = startWorkers({
      pool: database.pool,
      log,
      concurrency: 2,
      jobs: [syncAllDirectoriesJob(deps), syncDirectoryJob(deps), ...events.jobs()],
      crontab: '',
    });
  };
  const post = (key: string, body?: unknown, headers = admin) =>
    server.app.inject({
      method: 'POST',
      url: `/api/v1/connections/${key}/directory-sync`,
      headers,
      ...(body !== undefined && { payload: body as object }),
    });

  it('reads on demand, in the name of whoever asked', async () => {
    company();
    const answer = await post('people');
    expect(answer.statusCode, answer.body).toBe(202);
    expect(answer.json()).toMatchObject({ state: 'queued', people: 0, applied: null });
    work();
    await until(async () => (await shown()).state === 'done');
    expect(await members()).toHaveLength(3);
    const [entry] = await rows<{
      actor: string;
    }>(`select actor from audit_entry where action = 'directory.apply'
      order by id desc limit 1`);
    expect(entry?.actor).toContain('admin@acme.example');
  });

  it('reads every directory at night that is meant to be one', async () => {
    company();
    await connect('off', { on: false });
    await syncAllDirectoriesJob(deps).run({}, { attempt: 1, lastAttempt: false, log });
    expect(await rows(`select count(*)::int as n from graphile_worker.jobs`)).toEqual([{ n: 1 }]);
    await followDirectoryHint(deps, { connectionId: (await connection('off')).id });
    await followDirectoryHint(deps, { connectionId: systemIds().next() });
    expect(await rows(`select count(*)::int as n from graphile_worker.jobs`)).toEqual([{ n: 1 }]);
  });

  it('refuses what is no directory, who may not, and what it does not know', async () => {
    await connect('off', { on: false });
    await connect('scim');
    expect((await post('off')).json()).toMatchObject({ code: 'LK-USAGE' });
    expect((await post('scim')).json()).toMatchObject({ code: 'LK-USAGE' });
    expect((await post('nowhere')).statusCode).toBe(404);
    expect((await post('people', { acceptVanished: 'yes' })).statusCode).toBe(400);
    const developer = await server.cookieOf('dev@acme.example', ['developer']);
    expect((await post('people', undefined, developer)).statusCode).toBe(403);
    expect((await server.app.inject({ url: '/api/v1/connections/people/directory-sync' })).statusCode).toBe(
      401,
    );
  });
});

it('an LDAP server is read from its address to the database', async () => {
  const ldap = await fakeLdap();
  try {
    ldap.entries.push(
      {
        dn: 'uid=cho,ou=people,dc=acme',
        attributes: { objectClass: ['inetOrgPerson'], uid: ['cho'], cn: ['Cho'], mail: ['cho@acme.example'] },
      },
      {
        dn: 'cn=Payments,ou=groups,dc=acme',
        attributes: {
          objectClass: ['groupOfNames'],
          cn: ['Payments'],
          member: ['uid=cho,ou=people,dc=acme'],
        },
      },
    );
    const settings = {
      url: ldap.url,
      startTls: false,
      privateAddress: true,
      bindDn: 'cn=reader,dc=acme',
      people: { base: 'ou=people,dc=acme' },
      teams: { base: 'ou=groups,dc=acme' },
    };
    const body = { system: 'ldap', settings, secrets: { password: 'secret' }, enabled: true };
    await putConnection(deps, 'ldap', body, 'test');
    const { id } = await connection('ldap');
    expect(await syncDirectory(deps, id, { by: 'test' })).toMatchObject({ state: 'done', changed: true });
    expect(await members()).toEqual(['payments Cho']);
    ldap.accounts.set('cn=reader,dc=acme', 'changed');
    await expect(syncDirectory(deps, id, { by: 'test' })).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    expect(JSON.stringify((await connection('ldap')).last_error)).toContain('does not accept');
  } finally {
    await ldap.close();
  }
});
