import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer } from '../../../test/harness/server.ts';
import { streamBody } from '../../platform/http/body.ts';
import { signedIn } from './actor.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let handled = 0;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database, undefined, { sessionsEnd: true });
  server.app.post(
    '/api/v1/bytes',
    { config: { access: { scope: 'scans:write' } }, schema: { body: streamBody } },
    async (request) => {
      handled++;
      for await (const _chunk of request.body);
      return { by: signedIn(request).label };
    },
  );
  await server.app.ready();
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

const me = async (headers: Record<string, string>) => {
  const answer = await server.app.inject({ url: '/api/v1/me', headers });
  return { status: answer.statusCode, ...answer.json() };
};
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('without a valid credential', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['an unknown token', { authorization: `Bearer lk_${'x'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an unknown session', { cookie: `__Host-lk_session=${'x'.repeat(43)}` }],
  ])('%s is answered with 401 and what to do', async (_name, headers) => {
    const answer = await server.app.inject({ url: '/api/v1/me', headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code: 'LK-UNAUTHENTICATED', status: 401 });
  });

  it('an address that does not exist is just not found', async () => {
    const answer = await server.app.inject('/api/v1/nothing');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'LK-NOT-FOUND']);
  });

  it('a database that does not answer is not taken for a wrong credential', async () => {
    const gone = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    const { app, credentials } = server;
    const known = credentials.ofToken;
    credentials.ofToken = gone;
    const answer = await app.inject({ url: '/api/v1/me', headers: { authorization: 'Bearer lk_x' } });
    credentials.ofToken = known;
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'LK-DATABASE']);
  });

  it('a wrong token is not forgiven because of a good cookie', async () => {
    const cookie = await server.cookieOf('both@acme.example');
    expect(await me({ ...cookie, authorization: 'Bearer lk_wrong' })).toMatchObject({ status: 401 });
  });

  it('2 GB are refused before they are read, and the handler never sees them', async () => {
    const before = handled;
    const address = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    const length = 2 * 1024 ** 3;
    socket.write(
      `POST /api/v1/bytes HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: ${length}\r\n\r\n`,
    );
    const drip = setInterval(() => socket.write(Buffer.alloc(65_536)), 10);
    let seen = '';
    socket.on('data', (chunk) => (seen += chunk));
    socket.on('error', () => {});
    await new Promise((done) => socket.once('close', done));
    clearInterval(drip);
    expect(seen).toMatch(/^HTTP\/1\.1 401 /);
    expect(handled).toBe(before);
    expect(socket.bytesWritten).toBeLessThan(length / 10);
  });

  it('401 comes before a body that is not valid is looked at', async () => {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', url: '/api/v1/people', headers, payload: '{"broken' } as const;
    expect((await server.app.inject(request)).statusCode).toBe(401);
  });
});

describe('a token', () => {
  it('is known by its name', async () => {
    const { authorization } = await server.bearer(['read']);
    expect(await me({ authorization })).toMatchObject({
      status: 200,
      name: 'pipeline',
      email: 'token:pipeline',
    });
  });

  it('that expires stops at that moment, cached or not', async () => {
    const expiresAt = new Date(server.clock.now().getTime() + 1000);
    const { authorization } = await server.bearer(['read'], { expiresAt });
    expect(await me({ authorization })).toMatchObject({ status: 200 });
    server.clock.advance(1000);
    expect(await me({ authorization })).toMatchObject({ status: 401, code: 'LK-TOKEN-EXPIRED' });
    server.credentials.forget();
    expect(await me({ authorization })).toMatchObject({ status: 401, code: 'LK-TOKEN-EXPIRED' });
  });

  it('revoked by another process is refused within five seconds', async () => {
    const { authorization, id } = await server.bearer(['read']);
    expect(await me({ authorization })).toMatchObject({ status: 200 });
    await database.db.updateTable('api_token').set({ revoked_at: new Date() }).where('id', '=', id).execute();
    server.clock.advance(5000);
    expect(await me({ authorization })).toMatchObject({ status: 401, detail: 'This token was revoked.' });
  });

  it('of a person stops with the account', async () => {
    const { id } = await server.linkFor('leaver@acme.example');
    const { authorization } = await server.bearer(['read'], { personId: id });
    expect(await me({ authorization })).toMatchObject({ status: 200, email: 'leaver@acme.example' });
    await database.db.updateTable('person').set({ disabled_at: new Date() }).where('id', '=', id).execute();
    server.clock.advance(5000);
    expect(await me({ authorization })).toMatchObject({ status: 401, detail: 'This account is closed.' });
  });

  it('is stored only as a hash, and its last use is noted once a minute', async () => {
    const { authorization, id } = await server.bearer(['read']);
    const row = () =>
      database.db.selectFrom('api_token').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const firstUse = server.clock.now();
    for (const wait of [0, 30_000]) {
      server.clock.advance(wait);
      await me({ authorization });
      await server.credentials.settled();
      expect((await row()).last_used_at).toEqual(firstUse);
    }
    server.clock.advance(30_000);
    await me({ authorization });
    await server.credentials.settled();
    expect((await row()).last_used_at).toEqual(server.clock.now());
    expect(JSON.stringify(await row())).not.toContain(authorization.slice('Bearer lk_'.length));
  });

  it('needs no origin to write', async () => {
    const { authorization } = await server.bearer(['scans:write']);
    const headers = { authorization, 'content-type': 'application/octet-stream' };
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/bytes', headers, payload: 'x' });
    expect(answer.json()).toEqual({ by: 'token:pipeline' });
  });

  it('without the scope is told which it needs', async () => {
    const { authorization } = await server.bearer(['read']);
    const headers = { authorization, 'content-type': 'application/octet-stream' };
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/bytes', headers, payload: 'x' });
    expect(answer.json()).toMatchObject({ status: 403, code: 'LK-FORBIDDEN' });
    expect(answer.json().detail).toContain('scans:write');
  });
});

describe('a session', () => {
  it('ends 7 days after its last use', async () => {
    const cookie = await server.cookieOf('regular@acme.example');
    for (let visit = 0; visit < 2; visit++) {
      server.clock.advance(7 * DAY - HOUR);
      expect(await me(cookie)).toMatchObject({ status: 200, email: 'regular@acme.example' });
    }
    server.clock.advance(7 * DAY);
    expect(await me(cookie)).toMatchObject({ status: 401, detail: 'This session has ended.' });
  });

  it('ends 30 days after it began, however much it is used', async () => {
    const cookie = await server.cookieOf('always@acme.example');
    for (let visit = 0; visit < 5; visit++) {
      server.clock.advance(6 * DAY - 1);
      expect(await me(cookie)).toMatchObject({ status: 200 });
    }
    server.clock.advance(5);
    expect(await me(cookie)).toMatchObject({ status: 401, detail: 'This session has ended.' });
  });

  it('is a new one at each sign-in, and the one this browser had before ends', async () => {
    const before = await server.cookieOf('again@acme.example');
    const { secret } = await server.linkFor('again@acme.example');
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { secret },
      headers: before,
    });
    const [session] = answer.cookies;
    expect(before['cookie']).not.toContain(session!.value);
    expect(await me(before)).toMatchObject({ status: 401 });
    expect(await me({ cookie: `${session!.name}=${session!.value}` })).toMatchObject({ status: 200 });
  });

  it('of a closed account is refused', async () => {
    const cookie = await server.cookieOf('gone@acme.example');
    await database.db
      .updateTable('person')
      .set({ disabled_at: new Date() })
      .where('email', '=', 'gone@acme.example')
      .execute();
    server.clock.advance(5000);
    expect(await me(cookie)).toMatchObject({ status: 401, detail: 'This account is closed.' });
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['a caller that does not say from where', {}, 403],
    ['our page', { 'sec-fetch-site': 'same-origin' }, 204],
  ])('writes for %s: %i', async (_name, from, status) => {
    const { cookie } = await server.cookieOf(`from-${Object.values(from).length}@acme.example`);
    const headers = { cookie: cookie!, ...from };
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/sign-out', headers });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json().code).toBe('LK-ORIGIN');
  });
});
