import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { type Visitor, visitorOf } from '../../../../test/harness/visitor.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PASSWORD = 'gift-otter-cloud';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  await server.app.ready();
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

const visitor = (userAgent = FIREFOX) => visitorOf(server.app, { userAgent });
async function byLink(email: string): Promise<Visitor> {
  const { secret } = await server.linkFor(email);
  const browser = visitor();
  expect((await browser.post('sign-in', { secret })).status).toBe(200);
  return browser;
}
/** What the person's app shows at a moment of the house. */
const codeOf = (secret: string, aside = 0) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: server.clock.now().getTime() + aside });

/** Somebody with a password and an app. */
async function withApp(email: string) {
  const browser = await byLink(email);
  expect((await browser.put('me/password', { password: PASSWORD })).status).toBe(204);
  const { secret } = (await browser.post('me/totp')).body;
  const { recoveryCodes } = (await browser.post('me/totp/confirm', { code: codeOf(secret) })).body;
  server.clock.advance(MINUTE);
  return { browser, secret: secret as string, recoveryCodes: recoveryCodes as string[] };
}
const password = (browser: Visitor, email: string, given = PASSWORD) =>
  browser.post('sign-in/password', { email, password: given });
const trailOf = async (action: string) =>
  (
    await database.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', action)
      .orderBy('id', 'desc')
      .execute()
  ).map(({ actor, detail }) => ({ actor, detail }));

describe('a password', () => {
  it('alone opens nothing; with a code of the app it does, and each code once', async () => {
    const { secret } = await withApp('mary@acme.example');
    const there = visitor();
    expect((await password(there, 'Mary@acme.example')).body).toEqual({ next: 'code' });
    expect(await there.who()).toBeNull();
    const code = codeOf(secret);
    expect((await there.post('sign-in/code', { code })).body).toEqual({ recoveryCodesLeft: null });
    expect(await there.who()).toBe('mary@acme.example');
    expect((await trailOf('session.start'))[0]).toMatchObject({ detail: { method: 'password+totp' } });

    const again = visitor();
    await password(again, 'mary@acme.example');
    expect(await again.post('sign-in/code', { code })).toMatchObject({
      status: 401,
      body: { code: 'LK-SIGN-IN', detail: 'This code is not right, or was used before.' },
    });
    expect(await again.who()).toBeNull();
  });

  it('takes the code of one step before and after, and of no other', async () => {
    const { secret } = await withApp('clock@acme.example');
    for (const [aside, status] of [
      [-90_000, 401],
      [90_000, 401],
      [-30_000, 200],
      [30_000, 200],
    ] as const) {
      const there = visitor();
      await password(there, 'clock@acme.example');
      expect((await there.post('sign-in/code', { code: codeOf(secret, aside) })).status, `${aside}`).toBe(
        status,
      );
    }
  });

  it('is of no use to another browser than the one that gave it', async () => {
    const { secret } = await withApp('two-browsers@acme.example');
    await password(visitor(), 'two-browsers@acme.example');
    const other = await visitor().post('sign-in/code', { code: codeOf(secret) });
    expect(other).toMatchObject({ status: 401, body: { code: 'LK-SIGN-IN' } });
  });

  it('without a second factor leads to setting one up, and only for a day', async () => {
    const invited = await byLink('invited@acme.example');
    await invited.put('me/password', { password: PASSWORD });
    const there = visitor();
    expect((await password(there, 'invited@acme.example')).body).toEqual({ next: 'set-up' });
    expect(await there.who()).toBeNull();
    expect((await there.get('me/security')).status).toBe(401);
    const { secret, uri } = (await there.post('sign-in/set-up/totp')).body;
    expect(uri).toMatch(/^otpauth:\/\/totp\/Lanekeeper:invited%40acme\.example\?/);
    const confirmed = await there.post('sign-in/set-up/totp/confirm', { code: codeOf(secret) });
    expect(confirmed.body.recoveryCodes).toHaveLength(10);
    expect(await there.who()).toBe('invited@acme.example');
    expect(await invited.who(), 'who was in before the second factor').toBeNull();

    const late = await byLink('late@acme.example');
    await late.put('me/password', { password: PASSWORD });
    server.clock.advance(25 * HOUR);
    expect(await password(visitor(), 'late@acme.example')).toMatchObject({ status: 403 });
  });

  it('has to be long and not easily guessed, and nothing else', async () => {
    const browser = await byLink('john.weaver@acme.example');
    for (const weak of [
      'short-otter',
      'Password1234!',
      'john.weaver.2026',
      'Lanekeeper-2026',
      '123456789012',
    ])
      expect((await browser.put('me/password', { password: weak })).body?.code, weak).toBe('LK-VALIDATION');
    expect((await browser.put('me/password', { password: 'three small frogs' })).status).toBe(204);
  });

  it('is kept as argon2id with 19 MiB and stands in no answer, trail or table', async () => {
    const email = 'kept@acme.example';
    await withApp(email);
    const row = await database.db
      .selectFrom('person_password as w')
      .innerJoin('person as p', 'p.id', 'w.person_id')
      .select('w.hash')
      .where('p.email', '=', email)
      .executeTakeFirstOrThrow();
    expect(row.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    const trail = await database.db.selectFrom('audit_entry').selectAll().execute();
    expect(JSON.stringify(trail)).not.toContain(PASSWORD);
  });

  it('is changed with the old one, and the other browsers are out', async () => {
    const { browser, secret } = await withApp('changes@acme.example');
    const other = visitor();
    await password(other, 'changes@acme.example');
    await other.post('sign-in/code', { code: codeOf(secret) });
    expect(await other.who()).toBe('changes@acme.example');
    // Who came by a link just now may have forgotten it; this one came by the password.
    const next = 'seven quiet lamps';
    expect((await other.put('me/password', { old: 'not it at all', password: next })).status).toBe(401);
    expect((await other.put('me/password', { password: next })).status).toBe(401);
    expect((await other.put('me/password', { old: PASSWORD, password: next })).status).toBe(204);
    expect([await other.who(), await browser.who()]).toEqual(['changes@acme.example', null]);
    expect((await password(visitor(), 'changes@acme.example')).status).toBe(401);
    expect((await password(visitor(), 'changes@acme.example', next)).status).toBe(200);
  });

  it('of a closed account opens nothing', async () => {
    const { secret } = await withApp('closing@acme.example');
    const there = visitor();
    await password(there, 'closing@acme.example');
    await database.db
      .updateTable('person')
      .set({ disabled_at: new Date() })
      .where('email', '=', 'closing@acme.example')
      .execute();
    expect((await there.post('sign-in/code', { code: codeOf(secret) })).status).toBe(403);
    expect((await password(visitor(), 'closing@acme.example')).status).toBe(403);
  });

  it('from another site signs nobody in', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in/password',
      payload: { email: 'mary@acme.example', password: PASSWORD },
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.json().code).toBe('LK-ORIGIN');
  });
});

describe('a recovery code', () => {
  it('stands in for the app once, and says how many are left', async () => {
    const { recoveryCodes } = await withApp('lost@acme.example');
    const [code] = recoveryCodes;
    const there = visitor();
    await password(there, 'lost@acme.example');
    expect((await there.post('sign-in/code', { code: code!.toUpperCase() })).body).toEqual({
      recoveryCodesLeft: 9,
    });
    const again = visitor();
    await password(again, 'lost@acme.example');
    expect((await again.post('sign-in/code', { code })).status).toBe(401);
    const rows = await database.db.selectFrom('recovery_code').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code!.replaceAll('-', ''));
  });

  it('of somebody else is none', async () => {
    const { recoveryCodes } = await withApp('one@acme.example');
    await withApp('other@acme.example');
    const there = visitor();
    await password(there, 'other@acme.example');
    expect((await there.post('sign-in/code', { code: recoveryCodes[0] })).status).toBe(401);
  });
});

describe('wrong answers', () => {
  const wrong = 'wrong wrong wrong';

  it('lock longer and longer, and a right one ends the count', async () => {
    const email = 'guessed@acme.example';
    const { secret } = await withApp(email);
    for (let tried = 0; tried < 5; tried++)
      expect((await password(visitor(), email, wrong)).status).toBe(401);
    const locked = await password(visitor(), email);
    expect(locked).toMatchObject({ status: 429, body: { code: 'LK-RATE-LIMITED' } });
    expect(Number(locked.headers['retry-after'])).toBe(60);
    server.clock.advance(MINUTE);
    expect((await password(visitor(), email, wrong)).status).toBe(401);
    expect(Number((await password(visitor(), email)).headers['retry-after'])).toBe(120);
    expect((await trailOf('sign-in.lock'))[0]).toMatchObject({
      detail: { failed: 6, what: 'password', lockedMinutes: 2 },
    });
    server.clock.advance(2 * MINUTE);
    const there = visitor();
    expect((await password(there, email)).body).toEqual({ next: 'code' });
    await there.post('sign-in/code', { code: codeOf(secret) });
    expect((await trailOf('session.start'))[0]).toMatchObject({ actor: email, detail: { wrongBefore: 6 } });
    expect((await password(visitor(), email, wrong)).status).toBe(401);
    expect((await password(visitor(), email)).status).toBe(200);
  });

  it('to the code count the same, also in between right passwords', async () => {
    const email = 'code-guessed@acme.example';
    const { secret } = await withApp(email);
    const there = visitor();
    for (let tried = 0; tried < 5; tried++) {
      await password(there, email);
      expect((await there.post('sign-in/code', { code: '000000' })).status).toBe(401);
    }
    expect((await there.post('sign-in/code', { code: codeOf(secret) })).status).toBe(429);
    expect((await password(visitor(), email)).status).toBe(429);
  });

  it('cannot tell who is here: those who are not are answered and locked alike', async () => {
    await withApp('here@acme.example');
    const answers = [];
    for (const email of ['here@acme.example', 'nobody@acme.example']) {
      const seen = [];
      for (let tried = 0; tried < 7; tried++) {
        const { status, body, headers } = await password(visitor(), email, wrong);
        seen.push([status, body.code, body.detail, headers['retry-after']]);
      }
      answers.push(seen);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]!.at(-1)![0]).toBe(429);
  });
});

describe('one’s own security', () => {
  it('lists sessions in words; one, or all others, can be ended', async () => {
    const { browser, secret } = await withApp('lists@acme.example');
    const edge = visitor(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    );
    await password(edge, 'lists@acme.example');
    await edge.post('sign-in/code', { code: codeOf(secret) });
    const third = await byLink('lists@acme.example');
    const { sessions } = (await browser.get('me/security')).body;
    expect(sessions).toHaveLength(3);
    expect(sessions.find((one: { here: boolean }) => one.here)).toMatchObject({
      browser: 'Firefox on Linux',
      method: 'link',
    });
    const there = sessions.find((one: { method: string }) => one.method === 'password+totp');
    expect(there.browser).toBe('Edge on Windows');
    expect((await browser.del(`me/sessions/${there.id}`)).status).toBe(204);
    expect([await edge.who(), await third.who()]).toEqual([null, 'lists@acme.example']);
    await browser.del('me/sessions');
    expect([await third.who(), await browser.who()]).toEqual([null, 'lists@acme.example']);
  });

  it('keeps other people’s sessions and passkeys out of reach', async () => {
    const { browser } = await withApp('reach@acme.example');
    const other = await byLink('reached@acme.example');
    const { sessions } = (await other.get('me/security')).body;
    expect((await browser.del(`me/sessions/${sessions[0].id}`)).status).toBe(404);
    expect(await other.who()).toBe('reached@acme.example');
  });

  it('is not changed at a browser that was left open, and is told so', async () => {
    const { browser } = await withApp('left-open@acme.example');
    server.clock.advance(31 * MINUTE);
    expect((await browser.get('me/security')).body.mayChange).toBe(false);
    for (const change of [
      browser.put('me/password', { old: PASSWORD, password: 'seven quiet lamps' }),
      browser.post('me/passkeys/options'),
      browser.post('me/recovery-codes'),
      browser.del('me/totp'),
    ])
      expect(await change).toMatchObject({ status: 403, body: { code: 'LK-FORBIDDEN' } });
  });

  it('does not leave a password alone, unless the app was lost and a link came instead', async () => {
    const { secret } = await withApp('alone@acme.example');
    const there = visitor();
    await password(there, 'alone@acme.example');
    await there.post('sign-in/code', { code: codeOf(secret) });
    expect(await there.del('me/totp')).toMatchObject({ status: 409 });
    const rescued = await byLink('alone@acme.example');
    expect((await rescued.del('me/totp')).status).toBe(204);
    expect((await rescued.get('me/security')).body).toMatchObject({ totp: null, recoveryCodesLeft: 0 });
    expect((await trailOf('totp.remove'))[0]).toMatchObject({ actor: 'alone@acme.example' });
  });

  it('is for people: a token, even a person’s own, gets none of it', async () => {
    const { id } = await server.linkFor('robot@acme.example');
    const { authorization } = await server.bearer(['read', 'admin'], { personId: id });
    for (const url of ['/api/v1/me/security']) {
      const answer = await server.app.inject({ url, headers: { authorization } });
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'LK-FORBIDDEN']);
    }
  });
});
