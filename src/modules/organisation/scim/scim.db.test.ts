import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScim, patch, userOf } from '../../../../test/harness/scim.ts';
import { PUBLIC_URL } from '../../../../test/harness/server.ts';

let scim: Awaited<ReturnType<typeof openScim>>;
beforeAll(async () => {
  scim = await openScim();
});
afterAll(() => scim.close());

const ask = (...request: Parameters<typeof scim.ask>) => scim.ask(...request);
const made = (name: string) => scim.made(name);
const group = (name: string, members?: string[]) => scim.group(name, members);
const organisation = (text: string) => scim.organisation(text);

describe('who may ask', () => {
  it.each([
    ['nobody', () => ({ authorization: '' }), 401],
    ['a token of a pipeline', async () => scim.server.bearer(['scans:write', 'read']), 403],
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

describe('safety', () => {
  it('the last admin is never locked out', async () => {
    const { id } = await scim.server.linkFor('root@acme.example', ['admin']);
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
    const { rows } = await scim.database.pool.query(
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
    const { rows } = await scim.database.pool.query(
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
    await scim.database.pool.query(
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
