import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { PUBLIC_URL, testServer } from '../../../test/harness/server.ts';
import { ROLES } from '../../contract/access.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let admin: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, undefined, { sessionsEnd: true });
  await server.app.ready();
  admin = await server.cookieOf('admin@acme.example', ['admin']);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
async function call(method: Method, path: string, headers: Record<string, string>, payload?: object) {
  const answer = await server.app.inject({ method, url: `/api/v1/${path}`, headers, payload });
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : null,
    headers: answer.headers,
    cookies: answer.cookies,
  };
}
let address = 0;
const signIn = (secret: string) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    payload: { secret },
    remoteAddress: `10.0.0.${++address}`,
  });
const lastAudit = async () => (await call('GET', 'audit?limit=1', admin)).body.items[0];

describe('a sign-in link', () => {
  it('works once and gives a cookie that scripts cannot read', async () => {
    const { secret } = await server.linkFor('once@acme.example', ['champion']);
    const answer = await signIn(secret);
    expect(answer.json()).toMatchObject({ email: 'once@acme.example', roles: ['champion'], teams: [] });
    expect(answer.cookies[0]).toMatchObject({
      name: '__Host-lk_session',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: '/',
    });
    expect(await lastAudit()).toMatchObject({ actor: 'once@acme.example', action: 'session.start' });
    const again = await signIn(secret);
    expect([again.statusCode, again.json().code]).toEqual([401, 'LK-SIGN-IN-LINK']);
    expect(again.json().detail).toBe('This sign-in link was used before.');
  });

  it('used by two at once lets one in', async () => {
    for (let round = 0; round < 5; round++) {
      const { secret } = await server.linkFor(`race-${round}@acme.example`);
      const answers = await Promise.all([signIn(secret), signIn(secret), signIn(secret)]);
      expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 401, 401]);
    }
  });

  it('ends after 24 hours', async () => {
    const { secret } = await server.linkFor('late@acme.example');
    server.clock.advance(24 * 3_600_000);
    expect((await signIn(secret)).json().detail).toBe('This sign-in link has expired.');
  });

  it('is replaced by the next', async () => {
    const first = await server.linkFor('twice@acme.example');
    const second = await server.linkFor('twice@acme.example');
    expect((await signIn(first.secret)).statusCode).toBe(401);
    expect((await signIn(second.secret)).statusCode).toBe(200);
  });

  it('of a closed account lets nobody in and stays unused', async () => {
    const { id, secret } = await server.linkFor('closed@acme.example');
    const close = (at: Date | null) =>
      database.db.updateTable('person').set({ disabled_at: at }).where('id', '=', id).execute();
    await close(new Date());
    expect((await signIn(secret)).json()).toMatchObject({ code: 'LK-FORBIDDEN' });
    await close(null);
    expect((await signIn(secret)).statusCode).toBe(200);
  });

  it('is not looked for on behalf of another site', async () => {
    const { secret } = await server.linkFor('lured@acme.example');
    const headers = { 'sec-fetch-site': 'cross-site' };
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      headers,
      payload: { secret },
    });
    expect(answer.json().code).toBe('LK-ORIGIN');
  });

  it('cannot be guessed at speed', async () => {
    const guess = () =>
      server.app.inject({
        method: 'POST',
        url: '/api/v1/sign-in',
        payload: { secret: 'x'.repeat(43) },
        remoteAddress: '10.9.9.9',
      });
    for (let attempt = 0; attempt < 30; attempt++) expect((await guess()).statusCode).toBe(401);
    const answer = await guess();
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'LK-RATE-LIMITED']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('roles', () => {
  const nobody = '0'.repeat(32);
  const ALL = [...ROLES];
  it.each<[Method, string, object | undefined, readonly string[]]>([
    ['GET', 'me', undefined, ALL],
    ['GET', 'people', undefined, ALL],
    ['POST', 'people', { email: 'no' }, ['admin']],
    ['PATCH', `people/${nobody}`, {}, ['admin']],
    ['POST', `people/${nobody}/sign-in-links`, undefined, ['admin']],
    ['GET', 'tokens', undefined, ['security', 'admin']],
    ['POST', 'tokens', { name: '' }, ['admin']],
    ['DELETE', `tokens/${nobody}`, undefined, ['admin']],
    ['GET', 'audit', undefined, ['security', 'admin']],
  ])('%s %s is for those who may', async (method, path, payload, expected) => {
    const may = [];
    for (const role of ROLES) {
      const headers = await server.cookieOf(`${role}-role@acme.example`, [role]);
      const { status, body } = await call(method, path, headers, payload);
      if (status === 403) expect(body.detail).toMatch(/needs the role .*admin/);
      else may.push(role);
    }
    expect(may).toEqual(ROLES.filter((role) => expected.includes(role)));
  });
});

describe('people', () => {
  it('are added with a link that lets them in, once per email in any case', async () => {
    const added = await call('POST', 'people', admin, { email: 'New.One@acme.example', name: 'New One' });
    expect(added.status).toBe(201);
    expect(added.body.signInUrl).toMatch(new RegExp(`^${PUBLIC_URL}/sign-in#`));
    expect(await lastAudit()).toMatchObject({
      actor: 'admin@acme.example',
      action: 'person.add',
      subject: added.body.id,
      detail: { email: 'new.one@acme.example', roles: ['developer'] },
    });
    expect((await signIn(added.body.signInUrl.split('#')[1])).json().id).toBe(added.body.id);
    const twice = await call('POST', 'people', admin, { email: 'new.one@ACME.example', name: 'Again' });
    expect(twice.body.code).toBe('LK-CONFLICT');
  });

  it('who lost their link get another, on record', async () => {
    const { body } = await call('POST', 'people', admin, { email: 'lost@acme.example', name: 'Lost' });
    const link = await call('POST', `people/${body.id}/sign-in-links`, admin);
    expect(await lastAudit()).toMatchObject({ action: 'sign-in-link.add', subject: body.id });
    expect((await signIn(link.body.signInUrl.split('#')[1])).statusCode).toBe(200);
    expect((await call('POST', 'people/per_1/sign-in-links', admin)).body.code).toBe('LK-NOT-FOUND');
  });

  it('lose their sessions at once when their account is closed', async () => {
    const cookie = await server.cookieOf('leaving@acme.example');
    const { body } = await call('GET', 'me', cookie);
    const closed = await call('PATCH', `people/${body.id}`, admin, { disabled: true });
    expect(closed.body.disabledAt).toBe(server.clock.now().toISOString());
    expect((await call('GET', 'me', cookie)).status).toBe(401);
    await call('PATCH', `people/${body.id}`, admin, { disabled: false });
    expect((await call('GET', 'me', cookie)).status).toBe(401);
  });

  it('get new roles at once, and the trail keeps the old ones', async () => {
    const cookie = await server.cookieOf('rising@acme.example');
    const { body } = await call('GET', 'me', cookie);
    expect((await call('GET', 'audit', cookie)).status).toBe(403);
    await call('PATCH', `people/${body.id}`, admin, { roles: ['security'] });
    expect((await call('GET', 'audit', cookie)).status).toBe(200);
    expect(await lastAudit()).toMatchObject({
      action: 'person.change',
      detail: { before: ['developer'], roles: ['security'] },
    });
  });

  it('come in pages by email, none twice and none missed', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await call('GET', `people?limit=3&cursor=${encodeURIComponent(cursor)}`, admin);
      seen.push(...body.items.map((item: { email: string }) => item.email));
      cursor = body.next;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    const { count } = await database.db
      .selectFrom('person')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(seen).toHaveLength(count);
  });
});

describe('tokens', () => {
  it('are shown once, listed without their text, and refused from the moment of revocation', async () => {
    const added = await call('POST', 'tokens', admin, {
      name: 'nightly',
      scopes: ['read'],
      expiresInDays: 30,
    });
    expect(added.body.token).toMatch(/^lk_[\w-]{43}$/);
    const bearer = { authorization: `Bearer ${added.body.token}` };
    expect((await call('GET', 'me', bearer)).status).toBe(200);
    const { body: list } = await call('GET', 'tokens', admin);
    expect(list.items[0]).toMatchObject({ id: added.body.id, name: 'nightly', revokedAt: null });
    expect(JSON.stringify(list)).not.toContain(added.body.token);
    expect((await call('DELETE', `tokens/${added.body.id}`, admin)).status).toBe(204);
    expect((await call('GET', 'me', bearer)).body.code).toBe('LK-UNAUTHENTICATED');
    expect(await lastAudit()).toMatchObject({ action: 'token.revoke', subject: added.body.id });
    expect((await call('DELETE', `tokens/${added.body.id}`, admin)).body.code).toBe('LK-NOT-FOUND');
  });
});

describe('signing out', () => {
  it('ends this session and no other', async () => {
    const [here, there] = [
      await server.cookieOf('two@acme.example'),
      await server.cookieOf('two@acme.example'),
    ];
    const out = await call('POST', 'sign-out', here, {});
    expect(out.status).toBe(204);
    expect(out.cookies[0]).toMatchObject({ name: '__Host-lk_session', value: '' });
    expect((await call('GET', 'me', here)).status).toBe(401);
    expect((await call('GET', 'me', there)).status).toBe(200);
  });
});

describe('the audit trail', () => {
  it('cannot be changed or shortened', async () => {
    const { db } = database;
    await expect(db.updateTable('audit_entry').set({ actor: 'nobody' }).execute()).rejects.toThrow(
      /append-only/,
    );
    await expect(db.deleteFrom('audit_entry').execute()).rejects.toThrow(/append-only/);
  });

  it('is told in pages from the newest back', async () => {
    const first = (await call('GET', 'audit?limit=2', admin)).body;
    const second = (await call('GET', `audit?limit=2&cursor=${first.next}`, admin)).body;
    const ids = [...first.items, ...second.items].map((item: { id: number }) => item.id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(4);
  });

  it('holds no secret', async () => {
    const { token } = (await call('POST', 'tokens', admin, { name: 'quiet' })).body;
    const { items } = (await call('GET', 'audit?limit=200', admin)).body;
    expect(JSON.stringify(items)).not.toContain(token.slice(3));
  });
});

it('the description of the API says which operations are open to all', async () => {
  const { paths, components } = (await server.app.inject('/openapi.json')).json();
  const open = Object.entries(paths as Record<string, Record<string, { security?: unknown[] }>>).flatMap(
    ([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) =>
        operation.security?.length === 0 ? [`${method} ${path}`] : [],
      ),
  );
  const ways = [
    'get oidc/{key}',
    'get oidc/{key}/callback',
    'get ways',
    'post code',
    'post passkey',
    'post passkey/options',
    'post password',
    'post set-up/passkeys',
    'post set-up/passkeys/options',
    'post set-up/totp',
    'post set-up/totp/confirm',
  ].map((way) => way.replace(' ', ' /api/v1/sign-in/'));
  expect(open.sort()).toEqual([...ways, 'post /api/v1/sign-in', 'post /api/v1/token-exchange'].sort());
  expect(Object.keys(components.securitySchemes)).toEqual(['session', 'token']);
});
