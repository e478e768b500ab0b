import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer } from '../../../test/harness/server.ts';
import { insightRoutes } from '../insight/public.ts';
import { ensureTriageTeam, importOrganisation, teamRoutes } from './public.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let security: Record<string, string>;
let manager: Record<string, string>;
let developer: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const { clock, ids } = server;
  const deps = { db: database.db, clock, ids };
  await server.app.register(teamRoutes(deps));
  await server.app.register(insightRoutes(deps));
  await ensureTriageTeam(database.db, ids);
  security = await server.cookieOf('sec@acme.example', ['security']);
  manager = await server.cookieOf('mo@acme.example', ['developer']);
  developer = await server.cookieOf('dev@acme.example', ['developer']);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

type Method = 'GET' | 'PUT' | 'PATCH' | 'DELETE';
async function ask(
  method: Method,
  path: string,
  payload?: object,
  headers: Record<string, string> = security,
) {
  const answer = await server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(payload && { payload }),
  });
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : null,
    etag: String(answer.headers['etag']),
  };
}
const audits = async () =>
  Number((await database.pool.query('select count(*)::int as n from audit_entry')).rows[0].n);

describe('a team', () => {
  it('is made, read with its version, changed in part, and brought to exactly what is sent', async () => {
    await ask('PUT', '/units/shop', { name: 'Shop' });
    const made = await ask('PUT', '/teams/pay', {
      name: 'Pay',
      unit: 'shop',
      jira: 'PAY',
      deputies: ['a', 'b'],
      github: ['@acme/pay'],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { queue: 'PAY', aliases: ['@acme/pay'], managedBy: 'api', retiredAt: null },
    });
    const page = await ask('GET', '/teams/pay');
    expect(page).toMatchObject({
      status: 200,
      etag: made.etag,
      body: { registered: made.body, deputies: ['a', 'b'] },
    });
    const changed = await ask(
      'PATCH',
      '/teams/pay',
      { channel: '#pay', unit: null },
      { ...security, 'if-match': made.etag },
    );
    expect(changed).toMatchObject({
      status: 200,
      body: { channel: '#pay', unit: null, queue: 'PAY', deputies: ['a', 'b'] },
    });
    const late = await ask(
      'PATCH',
      '/teams/pay',
      { channel: '#late' },
      { ...security, 'if-match': made.etag },
    );
    expect(late).toMatchObject({ status: 412, body: { code: 'LK-PRECONDITION' } });
    const put = await ask('PUT', '/teams/pay', { name: 'Pay' });
    expect(put).toMatchObject({
      status: 200,
      body: { channel: null, deputies: [], aliases: [], queue: 'PAY' },
    });
  });

  it('that is sent again as it is leaves no trace', async () => {
    const [{ etag }, before] = [await ask('GET', '/teams/pay'), await audits()];
    expect(await ask('PUT', '/teams/pay', { name: 'Pay' })).toMatchObject({ status: 200, etag });
    expect(await audits()).toBe(before);
  });

  it.each([
    ['a key that is none', '/teams/No%20Key', {}, 400],
    ['a field that is none', '/teams/new', { chanel: 'x' }, 400],
    ['a unit that is none', '/teams/new', { unit: 'shp' }, 400],
    ['a name of another team', '/teams/new', { aliases: ['PAY'] }, 409],
    ['a line break', '/teams/new', { channel: 'a\nb' }, 400],
    ['kinds that only security takes', '/teams/new', { takes: ['cloud'] }, 400],
    ['asks that only security takes', '/teams/new', { takesAsks: ['review'] }, 400],
  ])('with %s is refused', async (_what, path, body, status) => {
    expect((await ask('PUT', path, body)).status).toBe(status);
    expect((await ask('GET', '/teams/new')).status).toBe(404);
  });

  it('is changed by admins and security only', async () => {
    for (const [method, body] of [
      ['PUT', { name: 'x' }],
      ['PATCH', {}],
      ['DELETE', undefined],
    ] as const)
      expect((await ask(method, '/teams/pay', body, developer)).status).toBe(403);
  });

  it('made twice at once is one, and one of two changes of the same version is refused', async () => {
    const twice = await Promise.all([ask('PUT', '/teams/twin', {}), ask('PUT', '/teams/twin', {})]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 201]);
    const headers = { ...security, 'if-match': twice[0]!.etag };
    const changes = await Promise.all(
      ['#a', '#b'].map((channel) => ask('PATCH', '/teams/twin', { channel }, headers)),
    );
    expect(changes.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('is retired, never deleted; its members leave, and its key is taken up again', async () => {
    await ask('PUT', '/units/ops', { name: 'Ops', fallbackQueue: 'OPS' });
    await ask('PUT', '/teams/ops', { queue: 'OPS', unit: 'ops' });
    await ask('PUT', '/teams/ops/members/dev@acme.example', {});
    const retired = await ask('DELETE', '/teams/ops');
    expect(retired).toMatchObject({
      status: 200,
      body: {
        team: { retiredAt: expect.any(String) },
        stillOwns: { repositories: 0, openFindings: 0, fallbackOf: ['ops'] },
      },
    });
    expect((await ask('GET', '/teams/ops/members')).body.items).toEqual([]);
    expect((await ask('PUT', '/teams/ops/members/dev@acme.example', {})).status).toBe(409);
    const before = await audits();
    expect((await ask('DELETE', '/teams/ops')).body.team.retiredAt).toBe(retired.body.team.retiredAt);
    expect(await audits()).toBe(before);
    expect((await ask('GET', '/teams')).body.items.map(({ key }: { key: string }) => key)).not.toContain(
      'ops',
    );
    expect(await ask('PUT', '/teams/ops', { queue: 'OPS' })).toMatchObject({
      status: 200,
      body: { retiredAt: null },
    });
  });

  it('that takes what reaches nobody else cannot be retired', async () => {
    expect((await ask('DELETE', '/teams/security-triage')).status).toBe(409);
    expect((await ask('DELETE', '/teams/nobody')).status).toBe(404);
  });
});

describe('members', () => {
  const member = '/teams/cart/members/dev@acme.example';
  it('come and go, and who was in it then is told', async () => {
    await ask('PUT', '/teams/cart', { manager: 'Mo@acme.example' });
    const joined = server.clock.now().toISOString();
    expect((await ask('PUT', member, { role: 'champion' })).status).toBe(204);
    server.clock.advance(3_600_000);
    expect((await ask('PUT', member, {})).status).toBe(204);
    server.clock.advance(3_600_000);
    expect((await ask('GET', '/teams/cart/members')).body.items).toMatchObject([
      { person: { email: 'dev@acme.example' }, role: 'developer', until: null, saidBy: ['api'] },
    ]);
    expect((await ask('DELETE', member)).status).toBe(204);
    expect((await ask('DELETE', member)).status).toBe(204);
    expect((await ask('GET', '/teams/cart/members')).body.items).toEqual([]);
    const then = await ask('GET', `/teams/cart/members?at=${joined}`);
    expect(then.body.items).toMatchObject([{ role: 'champion', since: joined, until: expect.any(String) }]);
    expect((await ask('GET', '/teams/cart/members?at=2020-01-01T00:00:00Z')).body.items).toEqual([]);
    expect((await ask('GET', '/teams/cart/members?at=yesterday')).status).toBe(400);
  });

  it('are the manager’s of the team to name, and nobody else’s; partner and manager are not', async () => {
    expect((await ask('PUT', member, {}, manager)).status).toBe(204);
    expect((await ask('PUT', member, { role: 'partner' }, manager)).status).toBe(403);
    expect((await ask('PUT', '/teams/pay/members/dev@acme.example', {}, manager)).status).toBe(403);
    expect((await ask('DELETE', member, undefined, developer)).status).toBe(403);
    await ask('PUT', '/teams/pay/members/mo@acme.example', { role: 'manager' });
    // Rights are read with the session, at most five seconds ago.
    server.clock.advance(5_000);
    expect((await ask('PUT', '/teams/pay/members/dev@acme.example', {}, manager)).status).toBe(204);
    expect((await ask('PUT', '/teams/pay/members/nobody@acme.example', {}, manager)).status).toBe(404);
  });

  it('that a directory names are taken out there', async () => {
    await database.pool.query(
      `insert into membership (person_id, team_id, role, managed_by)
       select p.id, t.id, 'developer', 'okta' from person p, team t where p.email = 'dev@acme.example' and t.key = 'twin'`,
    );
    const answer = await ask('DELETE', '/teams/twin/members/dev@acme.example');
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('okta') } });
  });
});

describe('business units', () => {
  it('lie in units, tell what holds them, and never in themselves', async () => {
    expect((await ask('PUT', '/units/acme', { name: 'Acme', leader: 'lea@acme.example' })).status).toBe(201);
    expect((await ask('PUT', '/units/shop', { name: 'Shop', parent: 'acme' })).status).toBe(200);
    await ask('PUT', '/units/cart', { name: 'Cart', parent: 'shop' });
    const cart = await ask('GET', '/units/cart');
    expect(cart.body).toMatchObject({ parent: 'shop', above: ['shop', 'acme'], teams: [] });
    expect(await ask('PUT', '/units/acme', { name: 'Acme', parent: 'cart' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('would lie in itself') },
    });
    expect(await ask('PUT', '/units/cart', { name: 'Cart', parent: 'shopp' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('did you mean shop?') },
    });
    expect(
      (await ask('PUT', '/units/cart', { name: 'C' }, { ...security, 'if-match': 'W/"0"' })).status,
    ).toBe(412);
    expect(
      (await ask('PUT', '/units/cart', { name: 'C' }, { ...security, 'if-match': cart.etag })).status,
    ).toBe(200);
    expect((await ask('GET', '/units/nowhere')).status).toBe(404);
    expect((await ask('PUT', '/units/acme', { name: 'Mine' }, developer)).status).toBe(403);
  });

  it('put into each other at once do not make a ring', async () => {
    await Promise.all(['left', 'right'].map((key) => ask('PUT', `/units/${key}`, { name: key })));
    const answers = await Promise.all([
      ask('PUT', '/units/left', { name: 'L', parent: 'right' }),
      ask('PUT', '/units/right', { name: 'R', parent: 'left' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
});

it('an import takes over what was made by hand, and says who it is from', async () => {
  await database.db
    .transaction()
    .execute((tx) => importOrganisation(tx, server.ids, 'teams: [{ key: ops, name: Ops, queue: OPS }]'));
  expect((await ask('GET', '/teams/ops')).body.registered).toMatchObject({
    name: 'Ops',
    managedBy: 'import',
  });
});
