import { decodeJwt, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, signingKey } from '../../../../../test/fakes/identity-provider.ts';
import { callbackOf, openOidcHouse } from '../../../../../test/harness/oidc-house.ts';
import { PUBLIC_URL } from '../../../../../test/harness/server.ts';
import { visitorOf } from '../../../../../test/harness/visitor.ts';

let house: Awaited<ReturnType<typeof openOidcHouse>>;
beforeAll(async () => {
  house = await openOidcHouse();
});
afterEach(() => house.calm());
afterAll(() => house.close());

const refusals = async () =>
  (
    await house.db
      .selectFrom('audit_entry')
      .select(['subject', 'detail'])
      .where('action', '=', 'sign-in.refused')
      .orderBy('id')
      .execute()
  ).at(-1);

describe('signing in by a provider', () => {
  it('makes a person the first time and knows them by their subject from then on', async () => {
    house.acme.people.set('sub-ann', { email: 'Ann@acme.example', email_verified: true, name: 'Ann Ash' });
    const first = await house.signIn('sub-ann', { to: '/teams/payments?tab=queue' });
    expect([first.status, first.location]).toEqual([303, '/teams/payments?tab=queue']);
    expect(first.headers['referrer-policy']).toBe('no-referrer');
    expect(first.headers['cache-control']).toBe('no-store');
    expect(await first.browser.who()).toBe('ann@acme.example');
    expect([...first.browser.cookies.keys()]).toEqual(['__Host-lk_session']);
    expect(await house.person('ann@acme.example')).toMatchObject({ name: 'Ann Ash', roles: ['developer'] });

    house.acme.people.set('sub-ann', { email: 'renamed@acme.example', email_verified: false });
    expect(await (await house.signIn('sub-ann')).browser.who()).toBe('ann@acme.example');
    expect(await house.person('renamed@acme.example')).toBeUndefined();
    const sessions = await house.db.selectFrom('session').select('method').execute();
    expect(sessions.filter(({ method }) => method === 'oidc:acme')).toHaveLength(2);
  });

  it('is offered on the sign-in page, and our request carries PKCE, state and nonce', async () => {
    const browser = visitorOf(house.app);
    expect((await browser.get('sign-in/ways')).body.providers).toEqual([{ key: 'acme', name: 'Acme' }]);
    const { headers } = await browser.get('sign-in/oidc/acme');
    const asked = new URL(String(headers['location'])).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)!.length, name).toBeGreaterThanOrEqual(43);
    expect(asked.get('redirect_uri')).toBe(callbackOf('acme'));
  });

  it('finds who is here already by a verified email, and nobody by one that is not', async () => {
    await house.linkFor('bob@acme.example', ['champion']);
    house.acme.people.set('sub-mallory', { email: 'bob@acme.example', email_verified: false });
    const refused = await house.signIn('sub-mallory');
    expect(refused.location).toBe('/sign-in?problem=unverified');
    expect(await refused.browser.who()).toBeNull();

    house.acme.people.set('sub-bob', { email: 'bob@acme.example', email_verified: true });
    expect(await (await house.signIn('sub-bob')).browser.who()).toBe('bob@acme.example');
    expect((await house.person('bob@acme.example'))!.roles).toEqual(['champion']);
  });

  it('makes nobody where it may not', async () => {
    await house.admin.post('identity-providers', { key: 'strict', ...house.stated, makesPeople: false });
    house.acme.people.set('sub-new', { email: 'new@acme.example', email_verified: true });
    expect((await house.signIn('sub-new', { from: 'strict' })).location).toBe('/sign-in?problem=unknown');
    expect(await house.person('new@acme.example')).toBeUndefined();
    await house.admin.del('identity-providers/strict');
  });

  it('does not open a closed account', async () => {
    house.acme.people.set('sub-gone', { email: 'gone@acme.example', email_verified: true });
    const before = await house.signIn('sub-gone');
    await house.db
      .updateTable('person')
      .set({ disabled_at: new Date() })
      .where('email', '=', 'gone@acme.example')
      .execute();
    const after = await house.signIn('sub-gone');
    expect(after.location).toBe('/sign-in?problem=closed');
    house.clock.advance(5000);
    expect([await before.browser.who(), await after.browser.who()]).toEqual([null, null]);
  });

  it('that was cancelled says so and leads back to where the person wanted to go', async () => {
    const { location, browser } = await house.signIn(null, { to: '/tickets' });
    expect(location).toBe('/sign-in?problem=cancelled&to=%2Ftickets');
    expect(await browser.who()).toBeNull();
  });

  it.each([
    '//evil.example/x',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '/api/v1/me',
    '/..//evil.example',
  ])('never leads to %j', async (to) => {
    const { location } = await house.signIn('sub-ann', { to });
    expect(location).toBe('/');
  });
});

describe('what groups give', () => {
  const groups = (list: string[]) =>
    house.acme.people.set('sub-cy', { email: 'cy@acme.example', email_verified: true, groups: list });
  const grants = async () =>
    (
      await house.db
        .selectFrom('person_grant as g')
        .innerJoin('person as p', 'p.id', 'g.person_id')
        .select(['g.role', 'g.origin'])
        .where('p.email', '=', 'cy@acme.example')
        .execute()
    ).map(({ role, origin }) => `${role} by ${origin}`);

  it('comes and goes with them; what was given by hand stays', async () => {
    await house.linkFor('cy@acme.example', ['champion']);
    groups(['security-team', 'pay', 'unheard-of']);
    const { browser } = await house.signIn('sub-cy');
    expect((await house.person('cy@acme.example'))!.roles).toEqual(['champion', 'security']);
    expect(await grants()).toEqual(['manager by oidc:acme']);
    expect((await browser.get('connections')).status).not.toBe(403);

    groups([]);
    await house.signIn('sub-cy');
    expect((await house.person('cy@acme.example'))!.roles).toEqual(['champion']);
    expect(await grants()).toEqual([]);
    // Also in the session that is open elsewhere.
    expect((await browser.get('audit')).status).toBe(403);
  });

  it('does not take a role that was there before', async () => {
    await house.linkFor('cy@acme.example', ['security']);
    groups(['security-team']);
    await house.signIn('sub-cy');
    groups([]);
    await house.signIn('sub-cy');
    expect((await house.person('cy@acme.example'))!.roles).toContain('security');
  });

  it('never takes the last admin, and takes them as soon as there is another', async () => {
    groups(['operators']);
    await house.signIn('sub-cy');
    const others = () => house.db.updateTable('person').where('email', '=', 'admin@acme.example');
    await others()
      .set({ roles: ['developer'] })
      .execute();
    groups([]);
    await house.signIn('sub-cy');
    expect((await house.person('cy@acme.example'))!.roles).toContain('admin');
    await others()
      .set({ roles: ['admin'] })
      .execute();
    await house.signIn('sub-cy');
    expect((await house.person('cy@acme.example'))!.roles).not.toContain('admin');
  });
});

describe('an answer that was not asked for, or asked for once', () => {
  it('with a forged state lets nobody in, and uses up what was begun', async () => {
    const browser = visitorOf(house.app);
    const back = await house.away(browser, 'sub-ann');
    const forged = new URL(back, PUBLIC_URL);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect((await browser.get(forged.pathname + forged.search)).headers['location']).toBe(
      '/sign-in?problem=refused',
    );
    expect((await browser.get(back)).headers['location']).toBe('/sign-in?problem=expired');
    expect(await browser.who()).toBeNull();
  });

  it('in another browser lets nobody in: nobody can be made to work in a stranger’s account', async () => {
    const attacker = visitorOf(house.app);
    const back = await house.away(attacker, 'sub-ann');
    const victim = visitorOf(house.app);
    expect((await victim.get(back)).headers['location']).toBe('/sign-in?problem=expired');
    expect(await victim.who()).toBeNull();
    const began = visitorOf(house.app);
    await house.away(began, 'sub-bob');
    expect((await began.get(back)).headers['location']).toBe('/sign-in?problem=refused');
    expect(await began.who()).toBeNull();
  });

  it('replayed lets nobody in: neither the same address nor its code in a new journey', async () => {
    const { browser, back } = await house.signIn('sub-ann');
    await browser.post('sign-out');
    expect((await browser.get(back)).headers['location']).toBe('/sign-in?problem=expired');
    const next = new URL(await house.away(browser, 'sub-ann'), PUBLIC_URL);
    next.searchParams.set('code', new URL(back, PUBLIC_URL).searchParams.get('code')!);
    expect((await browser.get(next.pathname + next.search)).headers['location']).toBe(
      '/sign-in?problem=refused',
    );
    expect(await browser.who()).toBeNull();
  });

  it('that took longer than a quarter of an hour lets nobody in', async () => {
    const browser = visitorOf(house.app);
    const back = await house.away(browser, 'sub-ann');
    house.clock.advance(15 * 60_000);
    expect((await browser.get(back)).headers['location']).toBe('/sign-in?problem=expired');
  });

  it('of one provider is not taken for another’s', async () => {
    const browser = visitorOf(house.app);
    const back = new URL(await house.away(browser, 'sub-ann'), PUBLIC_URL);
    back.searchParams.set('iss', 'https://other.example');
    expect((await browser.get(back.pathname + back.search)).headers['location']).toBe(
      '/sign-in?problem=refused',
    );

    await house.admin.post('identity-providers', { key: 'strict', ...house.stated });
    const mixed = (await house.away(browser, 'sub-ann')).replace('/acme/', '/strict/');
    expect((await browser.get(mixed)).headers['location']).toBe('/sign-in?problem=expired');
    expect(await browser.who()).toBeNull();
    await house.admin.del('identity-providers/strict');
  });
});

describe('an ID token', () => {
  const resigned =
    (change: (claims: JWTPayload) => JWTPayload, alg = 'RS256', key = house.acme.key.private) =>
    async (idToken: string) =>
      new SignJWT(change(decodeJwt(idToken)))
        .setProtectedHeader({ alg, kid: key.kid! })
        .sign(await importJWK(key, alg));
  const now = () => Math.floor(Date.now() / 1000);

  it('that is signed anew by the provider’s own key is taken: the tampering below is what is refused', async () => {
    house.acme.state.forge = resigned((claims) => claims);
    expect(await (await house.signIn('sub-ann')).browser.who()).toBe('ann@acme.example');
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['another nonce', (claims) => ({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...claims }) => claims],
    ['another audience', (claims) => ({ ...claims, aud: 'somebody-else' })],
    ['another issuer', (claims) => ({ ...claims, iss: 'https://other.example' })],
    ['an end that is a minute ago', (claims) => ({ ...claims, iat: now() - 3600, exp: now() - 60 })],
    ['another subject than its user info', (claims) => ({ ...claims, sub: 'sub-bob' })],
  ])('with %s is refused', async (_name, change) => {
    house.acme.state.forge = resigned(change);
    const { browser, location } = await house.signIn('sub-ann');
    expect(location).toBe('/sign-in?problem=refused');
    expect(await browser.who()).toBeNull();
    expect(await refusals()).toMatchObject({ subject: 'oidc:acme', detail: { refusal: 'refused' } });
  });

  it('without a signature, or signed with our own secret, is refused', async () => {
    house.acme.state.forge = async (idToken) => new UnsecuredJWT(decodeJwt(idToken)).encode();
    expect(await (await house.signIn('sub-ann')).browser.who()).toBeNull();
    house.acme.state.forge = async (idToken) =>
      new SignJWT(decodeJwt(idToken))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(CLIENT.secret));
    expect(await (await house.signIn('sub-ann')).browser.who()).toBeNull();
  });

  it('by a new key is taken at once when it is published, and refused when it is not', async () => {
    const second = await signingKey('second');
    house.acme.state.forge = resigned((claims) => claims, 'RS256', second.private);
    expect(await (await house.signIn('sub-ann')).browser.who()).toBeNull();
    house.acme.state.jwks = { keys: [second.public] };
    expect(await (await house.signIn('sub-ann')).browser.who()).toBe('ann@acme.example');
  });
});
