import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePasskey, type SoftPasskey, signByPasskey } from '../../../../test/harness/authenticator.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { PUBLIC_URL, testServer } from '../../../../test/harness/server.ts';
import { type Visitor, visitorOf } from '../../../../test/harness/visitor.ts';

const HERE = { origin: PUBLIC_URL, host: new URL(PUBLIC_URL).hostname };

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

async function byLink(email: string): Promise<Visitor> {
  const { secret } = await server.linkFor(email);
  const browser = visitorOf(server.app);
  await browser.post('sign-in', { secret });
  return browser;
}
async function make(browser: Visitor, at: Partial<typeof HERE & { verified: boolean }> = {}) {
  const options = (await browser.post('me/passkeys/options')).body;
  const { passkey, response } = makePasskey(options, { ...HERE, ...at });
  return { passkey, options, answer: await browser.post('me/passkeys', { response, name: 'Laptop' }) };
}
async function withPasskey(email: string) {
  const browser = await byLink(email);
  const made = await make(browser);
  expect(made.answer.status).toBe(204);
  return { browser, ...made };
}
/** Signs in without saying who. */
async function sign(passkey: SoftPasskey, at: Partial<typeof HERE & { verified: boolean }> = {}, step = 1) {
  const browser = visitorOf(server.app);
  const { challenge } = (await browser.post('sign-in/passkey/options')).body;
  const signed = signByPasskey(passkey, { ...HERE, challenge, ...at }, step);
  const { status } = await browser.post('sign-in/passkey', signed);
  return { browser, signed, status };
}

describe('a passkey', () => {
  it('signs in without a name and without anything else', async () => {
    expect((await visitorOf(server.app).get('sign-in/ways')).body.passkeys).toBe(false);
    const { passkey, options } = await withPasskey('kim@acme.example');
    expect(options).toMatchObject({
      rp: { id: 'lanekeeper.example' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect((await visitorOf(server.app).get('sign-in/ways')).body.passkeys).toBe(true);
    const { browser, status } = await sign(passkey);
    expect([status, await browser.who()]).toEqual([204, 'kim@acme.example']);
    const { sessions, passkeys } = (await browser.get('me/security')).body;
    expect(sessions.find(({ here }: { here: boolean }) => here)).toMatchObject({ method: 'passkey' });
    expect(passkeys).toMatchObject([{ name: 'Laptop', lastUsedAt: server.clock.now().toISOString() }]);
  });

  it.each<[string, Parameters<typeof sign>[1]]>([
    ['for another site', { origin: 'https://lanekeeper.example.evil.example' }],
    ['for another host', { host: 'evil.example' }],
    ['without asking its person', { verified: false }],
  ])('that signed %s lets nobody in', async (_name, at) => {
    const { passkey } = await withPasskey(`signed-${Object.keys(at!)[0]}@acme.example`);
    const { browser, status } = await sign(passkey, at);
    expect([status, await browser.who()]).toEqual([401, null]);
  });

  it('signs one question once, in the browser that was asked', async () => {
    const { passkey } = await withPasskey('replay@acme.example');
    const { browser, signed } = await sign(passkey);
    await browser.post('sign-out');
    expect((await browser.post('sign-in/passkey', signed)).status).toBe(401);
    const other = visitorOf(server.app);
    await other.post('sign-in/passkey/options');
    expect((await other.post('sign-in/passkey', signed)).status).toBe(401);
    expect([await browser.who(), await other.who()]).toEqual([null, null]);
  });

  it('whose counter does not grow is a copy, and is refused', async () => {
    const { passkey } = await withPasskey('copied@acme.example');
    expect((await sign(passkey, {}, 5)).status).toBe(204);
    expect((await sign(passkey, {}, 0)).status).toBe(401);
    expect((await sign(passkey, {}, -2)).status).toBe(401);
    expect((await sign(passkey, {}, 4)).status).toBe(204);
  });

  it('signed by another key, or for another person, lets nobody in', async () => {
    const mine = (await withPasskey('mine@acme.example')).passkey;
    const theirs = (await withPasskey('theirs@acme.example')).passkey;
    expect((await sign({ ...mine, key: theirs.key })).status).toBe(401);
    expect((await sign({ ...mine, userHandle: theirs.userHandle })).status).toBe(401);
  });

  it('is not kept when it was made for another site, or without asking its person', async () => {
    const browser = await byLink('making@acme.example');
    for (const at of [{ origin: 'https://evil.example' }, { host: 'evil.example' }, { verified: false }])
      expect((await make(browser, at)).answer).toMatchObject({ status: 401, body: { code: 'LK-SIGN-IN' } });
    expect((await browser.get('me/security')).body.passkeys).toEqual([]);
  });

  it('that was removed, or whose account is closed, opens nothing', async () => {
    const { browser, passkey } = await withPasskey('removed@acme.example');
    const [{ id }] = (await browser.get('me/security')).body.passkeys;
    expect((await browser.patch(`me/passkeys/${id}`, { name: 'Old laptop' })).status).toBe(204);
    const other = await byLink('not-theirs@acme.example');
    expect((await other.del(`me/passkeys/${id}`)).status).toBe(404);
    expect((await browser.del(`me/passkeys/${id}`)).status).toBe(204);
    expect((await sign(passkey)).status).toBe(401);

    const closed = await withPasskey('shut@acme.example');
    await database.db
      .updateTable('person')
      .set({ disabled_at: new Date() })
      .where('email', '=', 'shut@acme.example')
      .execute();
    expect((await sign(closed.passkey)).status).toBe(403);
  });

  it('is a second factor for those who have a password: it is set up before they are in', async () => {
    const invited = await byLink('first@acme.example');
    const password = 'gift-otter-cloud';
    await invited.put('me/password', { password });
    const browser = visitorOf(server.app);
    await browser.post('sign-in/password', { email: 'first@acme.example', password });
    const options = (await browser.post('sign-in/set-up/passkeys/options')).body;
    const { passkey, response } = makePasskey(options, HERE);
    expect(await browser.who()).toBeNull();
    expect((await browser.post('sign-in/set-up/passkeys', { response })).status).toBe(204);
    expect(await browser.who()).toBe('first@acme.example');
    expect((await sign(passkey)).status).toBe(204);
  });
});
