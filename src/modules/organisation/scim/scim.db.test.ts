import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { PUBLIC_URL, testServer } from '../../../../test/harness/server.ts';
import { ensureTriageTeam, importOrganisation, scimRoutes } from '../public.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let bearer: Record<string, string>;
let newTeams = true;
beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const { credentials, ids, clock } = server;
  const deps = {
    db: database.db,
    clock,
    ids,
    publicUrl: () => PUBLIC_URL,
    forget: () => credentials.forget(),
  };
  const routes = scimRoutes({
    ...deps,
    get newTeams() {
      return newTeams;
    },
  });
  await server.app.register(routes);
  await ensureTriageTeam(database.db, ids);
  const { authorization } = await server.bearer(['scim']);
  bearer = { authorization, 'content-type': 'application/scim+json' };
});
beforeEach(() => {
  newTeams = true;
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
async function ask(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await server.app.inject({
    method,
    url: `/scim/v2${path}`,
    headers: { ...bearer, ...headers },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null, headers: answer.headers };
}
const userOf = (name: string, rest: object = {}): Record<string, unknown> => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@acme.example`,
  name: { givenName: name, familyName: 'Kim' },
  emails: [{ primary: true, value: `${name}@acme.example`, type: 'work' }],
  active: true,
  ...rest,
});
const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
const made = async (name: string) => (await ask('POST', '/Users', userOf(name))).body.id as string;
const group = async (displayName: string, members: string[] = []) =>
  ask('POST', '/Groups', { displayName, members: members.map((value) => ({ value })) });
const organisation = (text: string) =>
  database.db.transaction().execute((tx) => importOrganisation(tx, server.ids, text));
const teamRow = async (key: string) =>
  (await database.pool.query('select * from team where key = $1', [key])).rows[0];

describe('who may ask', () => {
  it.each([
    ['nobody', () => ({ authorization: '' }), 401],
    ['a token of a pipeline', async () => server.bearer(['scans:write', 'read']), 403],
  ])('%s gets an error as SCIM writes it', async (_who, headers, status) => {
    const { authorization } = await headers();
    const answer = await ask('GET', '/Users', undefined, { authorization });
    expect(answer).toMatchObject({
      status,
      body: { schemas: [expect.stringContaining('Error')], status: `${status}` },
    });
    expect(answer.headers['content-type']).toContain('application/scim+json');
  });
});

describe('discovery', () => {
  it('tells what is there, and each part under its own address', async () => {
    const config = await ask('GET', '/ServiceProviderConfig');
    expect(config.body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      etag: { supported: true },
    });
    for (const path of ['/ResourceTypes', '/Schemas']) {
      const { body } = await ask('GET', path);
      expect(body).toMatchObject({ totalResults: 2, itemsPerPage: 2 });
      for (const { meta } of body.Resources)
        expect((await ask('GET', meta.location.slice(`${PUBLIC_URL}/scim/v2`.length))).status).toBe(200);
    }
    expect((await ask('GET', '/Bulk')).body).toMatchObject({ status: '404' });
  });
});

describe('the life of a person as Okta tells it', () => {
  it('is looked up, made, changed by PUT, closed, opened and let go of', async () => {
    const { linkFor, app } = server;
    const query = `/Users?filter=${encodeURIComponent('userName eq "isaac.brock@acme.example"')}&startIndex=1&count=100`;
    expect((await ask('GET', query)).body).toMatchObject({ totalResults: 0, Resources: [], startIndex: 1 });
    const sent = userOf('isaac.brock', {
      displayName: 'Isaac Brock',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      password: '1mz050nq',
    });
    const first = await ask('POST', '/Users', sent);
    expect(first).toMatchObject({
      status: 201,
      body: { userName: sent.userName, externalId: sent.externalId, name: sent.name, active: true },
    });
    expect(first.headers['location']).toBe(first.body.meta.location);
    expect(JSON.stringify(first.body)).not.toContain('1mz050nq');
    const path = `/Users/${first.body.id}`;
    const put = await ask('PUT', path, {
      ...first.body,
      name: { givenName: 'Isaac', familyName: 'Newton' },
      displayName: 'Isaac Newton',
    });
    expect(put).toMatchObject({
      status: 200,
      body: { displayName: 'Isaac Newton', name: { familyName: 'Newton' } },
    });
    expect(put.headers['etag']).not.toBe(first.headers['etag']);

    const { secret } = await linkFor('isaac.brock@acme.example');
    const signIn = await app.inject({ method: 'POST', url: '/api/v1/sign-in', payload: { secret } });
    const cookie = { cookie: `${signIn.cookies[0]!.name}=${signIn.cookies[0]!.value}` };
    const me = () => app.inject({ url: '/api/v1/me', headers: cookie });
    expect((await me()).statusCode).toBe(200);
    const closed = await ask('PATCH', path, patch({ op: 'replace', value: { active: false } }));
    expect(closed).toMatchObject({ status: 200, body: { active: false } });
    expect((await me()).statusCode).toBe(401);
    expect((await ask('PATCH', path, patch({ op: 'replace', value: { active: true } }))).body.active).toBe(
      true,
    );
    expect((await me()).statusCode).toBe(401);

    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('GET', query)).body.totalResults).toBe(0);
    const again = await ask('POST', '/Users', sent);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, active: true } });
  });
});

describe('the life of a person as Entra tells it', () => {
  it('is made with extensions, patched by paths, and closed with the word False', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const sent = {
      ...userOf('ada'),
      externalId: '58342554-38d6-4ec8-948c-50044d0a33fd',
      [enterprise]: { department: 'Sales' },
    };
    const { body: ada } = await ask('POST', '/Users', sent);
    const answer = await ask(
      'PATCH',
      `/Users/${ada.id}`,
      patch(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'Ada.Lovelace@acme.example' },
        { op: 'Add', path: 'name.familyName', value: 'Lovelace' },
        { op: 'Add', path: `${enterprise}:department`, value: 'Design' },
        { op: 'Replace', path: 'userName', value: 'ada.lovelace@acme.example' },
      ),
    );
    expect(answer).toMatchObject({
      status: 200,
      body: {
        userName: 'ada.lovelace@acme.example',
        displayName: 'ada Lovelace',
        emails: [{ value: 'ada.lovelace@acme.example', type: 'work', primary: true }],
      },
    });
    const closed = await ask(
      'PATCH',
      `/Users/${ada.id}`,
      patch({ op: 'Replace', path: 'active', value: 'False' }),
    );
    expect(closed.body.active).toBe(false);
    const found = await ask(
      'GET',
      `/Users?filter=${encodeURIComponent(`externalId eq "${sent.externalId}"`)}`,
    );
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: ada.id, active: false }] });
  });
});

describe('groups', () => {
  it('as Okta and Entra tell them: made, renamed, members put and taken in every form, let go of', async () => {
    const people: string[] = [];
    for (const name of ['g1', 'g2', 'g3']) people.push(await made(name));
    const [a, b, c] = people as [string, string, string];
    const answer = await group('Über Payments — Core', [a]);
    expect(answer).toMatchObject({
      status: 201,
      body: { displayName: 'Über Payments — Core', members: [{ value: a, display: 'g1 Kim' }] },
    });
    const { id } = answer.body;
    expect(await teamRow('uber-payments-core')).toMatchObject({
      managed_by: 'scim',
      queue: 'UBER-PAYMENTS-CORE',
    });
    const members = async () => {
      const { body } = await ask('GET', `/Groups/${id}`);
      return body.members.map(({ value }: { value: string }) => value);
    };
    const change = async (...operations: object[]) => {
      expect((await ask('PATCH', `/Groups/${id}`, patch(...operations))).status).toBe(204);
      return members();
    };
    expect(await change({ op: 'Add', path: 'members', value: [{ value: b }, { value: c }] })).toEqual([
      a,
      b,
      c,
    ]);
    expect(await change({ op: 'remove', path: `members[value eq "${b}"]` })).toEqual([a, c]);
    expect(await change({ op: 'Remove', path: 'members', value: [{ value: a }] })).toEqual([c]);
    expect(
      await change({ op: 'replace', path: 'members', value: people.map((value) => ({ value })) }),
    ).toEqual(people);
    expect(await change({ op: 'replace', value: { id, displayName: 'Payments Renamed' } })).toEqual(people);
    expect(await teamRow('uber-payments-core')).toMatchObject({ name: 'Payments Renamed' });
    expect(
      (await ask('PUT', `/Groups/${id}`, { displayName: 'Payments Renamed', members: [{ value: b }] })).body
        .members,
    ).toHaveLength(1);
    const of = (value: string) =>
      ask(
        'GET',
        `/Groups?filter=${encodeURIComponent(`members[value eq "${value}"] and displayName eq "payments renamed"`)}&excludedAttributes=members`,
      );
    const [inIt, outOfIt] = [await of(b), await of(a)];
    expect([inIt.body.totalResults, outOfIt.body.totalResults]).toEqual([1, 0]);
    expect(inIt.body.Resources[0]).not.toHaveProperty('members');
    expect((await ask('DELETE', `/Groups/${id}`)).status).toBe(204);
    expect((await ask('GET', `/Groups/${id}`)).status).toBe(404);
    expect((await teamRow('uber-payments-core')).retired_at).not.toBeNull();
    const { rows } = await database.pool.query(
      `select count(*) filter (where ended_at is null)::int as open, count(*)::int as n from membership_period where team_id = (select id from team where key = 'uber-payments-core')`,
    );
    expect(rows[0]).toMatchObject({ open: 0 });
    expect(rows[0].n).toBeGreaterThan(4);
    expect((await group('Uber payments core')).status).toBe(201);
    expect((await teamRow('uber-payments-core')).retired_at).toBeNull();
  });

  it('called like a team that is known are that team, and let go of it unharmed', async () => {
    await organisation(
      'teams: [{ key: ledger, name: The Ledger, queue: LED, aliases: [Buchhaltung] }]\npeople: [{ email: yan@acme.example, name: Yan, teams: [{ team: ledger, role: champion }] }]',
    );
    const person = await made('lee');
    const { body } = await group('buchhaltung', [person]);
    expect(body.displayName).toBe('buchhaltung');
    expect(await teamRow('ledger')).toMatchObject({ name: 'The Ledger', queue: 'LED', managed_by: 'import' });
    expect(await group('ledger')).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect((await ask('DELETE', `/Groups/${body.id}`)).status).toBe(204);
    expect((await teamRow('ledger')).retired_at).toBeNull();
    const { rows } = await database.pool.query(`select managed_by from membership where team_id = $1`, [
      (await teamRow('ledger')).id,
    ]);
    expect(rows).toEqual([{ managed_by: 'import' }]);
  });

  it('are not renamed to another team, and keep theirs when that comes to mean another', async () => {
    await organisation('teams: [{ key: search, name: Search }]');
    const { body } = await group('Finders');
    const rename = (displayName: string) =>
      ask('PATCH', `/Groups/${body.id}`, patch({ op: 'replace', value: { displayName } }));
    expect(await rename('SEARCH')).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    await organisation('teams: [{ key: search, name: Search, aliases: [Finders] }]');
    const member = await made('finder');
    const add = patch({ op: 'add', path: 'members', value: [{ value: member }] });
    expect((await ask('PATCH', `/Groups/${body.id}`, add)).status).toBe(204);
  });

  it('of ten thousand take one more within seconds', async () => {
    const { body } = await group('Crowd');
    await database.pool.query(
      `with p as (insert into person (id, email, name) select gen_random_uuid(), 'c' || i || '@crowd.example', 'C' from generate_series(1, 10000) i returning id)
       insert into membership (person_id, team_id, managed_by) select p.id, t.id, 'scim' from p, team t where t.key = 'crowd'`,
    );
    const member = await made('one-more');
    const begun = performance.now();
    const add = patch({ op: 'add', path: 'members', value: [{ value: member }] });
    expect((await ask('PATCH', `/Groups/${body.id}`, add)).status).toBe(204);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect((await ask('GET', `/Groups/${body.id}`)).body.members).toHaveLength(10_001);
  });

  it('become no teams where that is not wished for', async () => {
    newTeams = false;
    expect(await group('Everybody in Berlin')).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('Everybody in Berlin') },
    });
    expect(await teamRow('everybody-in-berlin')).toBeUndefined();
  });

  it('without a single letter for a key have one all the same, and take no strangers', async () => {
    expect((await group('支払い')).status).toBe(201);
    expect((await group('支払い')).status).toBe(409);
    expect(await group('Strangers', ['per_00000000000000000000000000000000'])).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
    expect(await teamRow('strangers')).toBeUndefined();
  });
});

describe('safety', () => {
  it('the last admin is never locked out', async () => {
    const { id } = await server.linkFor('root@acme.example', ['admin']);
    const path = `/Users/per_${id.replaceAll('-', '')}`;
    for (const answer of [
      await ask('PATCH', path, patch({ op: 'replace', path: 'active', value: false })),
      await ask('PUT', path, userOf('root', { active: false })),
      await ask('DELETE', path),
    ])
      expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('last admin') } });
    expect((await ask('GET', path)).body.active).toBe(true);
  });

  it('no provider gives itself a role', async () => {
    const { body } = await ask(
      'POST',
      '/Users',
      userOf('mallory', { roles: [{ value: 'admin' }], entitlements: ['admin'] }),
    );
    await ask('PATCH', `/Users/${body.id}`, patch({ op: 'add', path: 'roles', value: [{ value: 'admin' }] }));
    const { rows } = await database.pool.query(
      `select roles from person where email = 'mallory@acme.example'`,
    );
    expect(rows).toEqual([{ roles: ['developer'] }]);
  });

  it('a person is adopted by their email once, and an email that is taken stays taken', async () => {
    await organisation('people: [{ email: nia@acme.example, name: Nia, roles: [champion] }]');
    expect((await ask('POST', '/Users', userOf('nia'))).status).toBe(409);
    const sent = { ...userOf('nia'), userName: 'nia.okta' };
    const [one, two] = await Promise.all([ask('POST', '/Users', sent), ask('POST', '/Users', sent)]);
    expect([one.status, two.status].sort()).toEqual([201, 409]);
    const { rows } = await database.pool.query(
      `select roles, user_name from person where email = 'nia@acme.example'`,
    );
    expect(rows).toEqual([{ roles: ['champion'], user_name: 'nia.okta' }]);
    const other = await made('other');
    expect(await ask('PUT', `/Users/${other}`, userOf('nia', { userName: 'other' }))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
    expect(await ask('PUT', `/Users/${other}`, userOf('other', { userName: 'NIA.OKTA' }))).toMatchObject({
      status: 409,
    });
  });

  it('two of everything at once make one', async () => {
    const twice = async (act: () => Promise<{ status: number }>) =>
      (await Promise.all([act(), act()])).map(({ status }) => status).sort();
    expect(await twice(() => ask('POST', '/Users', userOf('twin')))).toEqual([201, 409]);
    expect(await twice(() => group('Twins'))).toEqual([201, 409]);
    const people = await Promise.all(Array.from({ length: 12 }, (_, i) => made(`many${i}`)));
    const { body } = await group('Many at once');
    await Promise.all(
      people.map((value) =>
        ask('PATCH', `/Groups/${body.id}`, patch({ op: 'add', path: 'members', value: [{ value }] })),
      ),
    );
    expect((await ask('GET', `/Groups/${body.id}`)).body.members).toHaveLength(12);
    expect(await twice(() => ask('DELETE', `/Groups/${body.id}`))).toEqual([204, 404]);
  });

  it('a write on an old version is refused', async () => {
    const id = await made('version');
    const { headers } = await ask('GET', `/Users/${id}`);
    const tag = String(headers['etag']);
    expect((await ask('GET', `/Users/${id}`, undefined, { 'if-none-match': tag })).status).toBe(304);
    expect(
      (
        await ask('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'displayName', value: 'V' }), {
          'if-match': tag,
        })
      ).status,
    ).toBe(200);
    for (const method of ['PATCH', 'DELETE'] as const)
      expect(
        (
          await ask(method, `/Users/${id}`, patch({ op: 'replace', path: 'displayName', value: 'W' }), {
            'if-match': tag,
          })
        ).status,
      ).toBe(412);
  });

  it.each([
    ['no object', '[]', 'invalidSyntax'],
    ['broken JSON', '{', 'invalidSyntax'],
    ['a prototype', '{"__proto__": {"admin": true}}', 'invalidSyntax'],
    ['no userName', '{}', 'invalidValue'],
    ['a userName that is a number', '{"userName": 7}', 'invalidValue'],
    ['a name with a line break', JSON.stringify(userOf('x', { displayName: 'a\nb' })), 'invalidValue'],
    ['a NUL', JSON.stringify(userOf('x', { externalId: 'a\0b' })), 'invalidValue'],
    ['no email at all', '{"userName": "x"}', 'invalidValue'],
    [
      'a name beyond measure',
      JSON.stringify(userOf('x', { displayName: 'x'.repeat(10_000) })),
      'invalidValue',
    ],
  ])('%s is refused with the reason', async (_what, body, scimType) => {
    expect(await ask('POST', '/Users', body)).toMatchObject({
      status: 400,
      body: { scimType, detail: expect.stringMatching(/./) },
    });
  });

  it('hostile names are kept as the text they are', async () => {
    const hostile = `<img src=x onerror=alert(1)> '; drop table person; -- %00 \${x} @everyone`;
    const { body } = await ask(
      'POST',
      '/Users',
      userOf('hostile', { displayName: hostile, externalId: hostile }),
    );
    expect(body).toMatchObject({ displayName: hostile, externalId: hostile });
    const filter = `externalId eq ${JSON.stringify(hostile)} and displayName co "drop table"`;
    expect((await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(1);
  });
});

describe('filters and pages of a list', () => {
  it.each([
    ['userName SW "FILTER" and active eq "True"', 2],
    ['emails[type eq "work" and value ew "filter1@acme.example"]', 1],
    ['emails.value co "filter2@"', 1],
    ['name.familyName eq "kim" and not (userName co "filter1") and userName sw "filter"', 1],
    ['userName sw "filter" and externalId pr', 0],
    ['userName sw "filter" and externalId eq null', 2],
    [
      'userName sw "filter" and meta.created gt "2020-01-01T00:00:00Z" and meta.lastModified le "2999-01-01T00:00:00Z"',
      2,
    ],
    ['id eq "nonsense" or userName eq "a\\u0000b"', 0],
  ])('%s finds %i', async (filter, n) => {
    for (const name of ['filter1', 'filter2']) await ask('POST', '/Users', userOf(name));
    expect((await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body).toMatchObject({
      totalResults: n,
    });
  });

  it.each(['userName', 'nickName eq "x"', 'active gt true', 'meta.created gt "soon"', '('.repeat(60)])(
    '%j is refused as an invalid filter',
    async (filter) => {
      const answer = await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    },
  );

  it('tells only what is asked for', async () => {
    const id = await made('asked');
    const { body } = await ask('GET', `/Users/${id}?attributes=userName,emails.value,NAME.familyname`);
    expect(Object.keys(body).sort()).toEqual(['emails', 'id', 'name', 'schemas', 'userName']);
    expect([body.emails, body.name]).toEqual([[{ value: 'asked@acme.example' }], { familyName: 'Kim' }]);
  });

  it('lists ten thousand people, each once, page by page', async () => {
    await database.pool.query(
      `insert into person (id, email, name) select gen_random_uuid(), 'p' || i || '@bulk.example', 'P' from generate_series(1, 10000) i`,
    );
    const seen = new Set<string>();
    const begun = performance.now();
    let total = 1;
    for (let startIndex = 1; startIndex <= total; startIndex = seen.size + 1) {
      const { body } = await ask(
        'GET',
        `/Users?startIndex=${startIndex}&count=500&filter=${encodeURIComponent('userName ew "bulk.example"')}`,
      );
      total = body.totalResults;
      for (const { id } of body.Resources) seen.add(id);
    }
    expect([total, seen.size]).toEqual([10_000, 10_000]);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect((await ask('GET', '/Users?count=0')).body).toMatchObject({ itemsPerPage: 0, Resources: [] });
    expect((await ask('GET', '/Users?startIndex=-5&count=2')).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 2,
    });
    expect((await ask('GET', '/Users?startIndex=999999')).body).toMatchObject({ itemsPerPage: 0 });
  });
});
