import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScim, patch, userOf } from '../../../../test/harness/scim.ts';

let scim: Awaited<ReturnType<typeof openScim>>;
beforeAll(async () => {
  scim = await openScim();
});
beforeEach(() => {
  scim.settings.newTeams = true;
});
afterAll(() => scim.close());

const ask = (...request: Parameters<typeof scim.ask>) => scim.ask(...request);
const made = (name: string) => scim.made(name);
const group = (name: string, members?: string[]) => scim.group(name, members);
const organisation = (text: string) => scim.organisation(text);
const teamRow = (key: string) => scim.teamRow(key);

describe('the life of a person as Okta tells it', () => {
  it('is looked up, made, changed by PUT, closed, opened and let go of', async () => {
    const { linkFor, app } = scim.server;
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
    const { rows } = await scim.database.pool.query(
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
    const { rows } = await scim.database.pool.query(`select managed_by from membership where team_id = $1`, [
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
    await scim.database.pool.query(
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
    scim.settings.newTeams = false;
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
