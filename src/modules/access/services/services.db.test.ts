import { generateKeyPair, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenIssuer } from '../../../../test/fakes/token-issuer.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { asPipeline } from '../../../cli/pipeline-token.ts';
import { forgetPipelineTokens } from './store.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let admin: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  server.app.get('/api/v1/who', { config: { access: { scope: 'scans:write' } } }, async ({ actor }) => actor);
  await server.app.ready();
  issuer = await tokenIssuer(server.clock.now);
  admin = await server.cookieOf('admin@acme.example', ['admin']);
  await make('shop-ci');
  await trust('shop-ci', { repository: 'acme/*', ref: 'refs/heads/*' });
});
afterAll(async () => {
  await issuer.close();
  await server.app.close();
  await database.drop();
});

async function call(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  headers = admin,
) {
  const answer = await server.app.inject({
    method,
    url: `/api/v1/${path}`,
    headers,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null };
}
const make = (key: string, more: object = {}) =>
  call('POST', 'service-accounts', { key, name: key, ...more });
const trust = (account: string, claims: object, more: object = {}) =>
  call('POST', 'pipeline-trust', { account, issuer: issuer.url, claims, ...more });
let address = 0;
async function trade(token: string, more: object = {}) {
  const remoteAddress = `10.1.${Math.floor(++address / 250)}.${address % 250}`;
  const payload = { token, ...more };
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/token-exchange',
    payload,
    remoteAddress,
  });
  return { status: answer.statusCode, body: answer.json() };
}
const who = (token: string) => call('GET', 'who', undefined, { authorization: `Bearer ${token}` });

describe('a service account', () => {
  it('has tokens that end by themselves, act under its name, and may what it may now', async () => {
    expect((await make('nightly', { scopes: ['scans:write', 'read'] })).status).toBe(201);
    expect((await make('nightly')).status).toBe(409);
    expect((await make('x', { team: 'nobody' })).body.detail).toContain('no team has the key nobody');
    const { body } = await call('POST', 'service-accounts/nightly/tokens', { name: 'runner' });
    expect(new Date(body.expiresAt).getTime() - server.clock.now().getTime()).toBe(90 * 86_400_000);
    expect((await who(body.token)).body).toMatchObject({
      kind: 'service',
      label: 'service:nightly',
      personId: null,
    });
    expect((await call('GET', 'me', undefined, { authorization: `Bearer ${body.token}` })).status).toBe(200);

    await call('PATCH', 'service-accounts/nightly', { scopes: ['read'] });
    expect((await who(body.token)).status).toBe(403);
    await call('PATCH', 'service-accounts/nightly', { scopes: ['scans:write'], disabled: true });
    expect((await who(body.token)).body.detail).toContain('nightly is disabled');
    expect((await call('POST', 'service-accounts/nightly/tokens', { name: 'more' })).status).toBe(409);
    await call('PATCH', 'service-accounts/nightly', { disabled: false });
    expect((await who(body.token)).status).toBe(200);

    const { items } = (await call('GET', 'service-accounts')).body;
    const shown = items.find(({ key }: { key: string }) => key === 'nightly');
    expect(shown).toMatchObject({ scopes: ['scans:write'], disabledAt: null, tokens: [{ name: 'runner' }] });
    expect(JSON.stringify(items)).not.toContain(body.token);
    await call('DELETE', `tokens/${shown.tokens[0].id}`);
    expect((await who(body.token)).status).toBe(401);
    const actions = (await call('GET', 'audit?action=service-account')).body.items.map(
      ({ action }: { action: string }) => action,
    );
    expect(actions.filter((one: string) => one === 'service-account.change')).toHaveLength(3);
  });

  it('leaves tokens of nobody as they were', async () => {
    const { authorization } = await server.bearer(['scans:write']);
    expect((await call('GET', 'who', undefined, { authorization })).body).toMatchObject({ kind: 'token' });
  });
});

describe('trust', () => {
  it.each([
    ['anybody', { ref: 'refs/heads/main' }],
    ['every owner', { repository: '*/*' }],
    ['owners that begin alike', { repository: 'acme*/shop' }],
    ['every owner by name', { repository_owner: 'ac*' }],
  ])('of %s is refused', async (_name, claims) => {
    const answer = await trust('shop-ci', claims);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining('owner in full')]);
  });

  it('of an account that is not there is refused', async () => {
    expect((await trust('nobody', { repository: 'acme/*' })).status).toBe(400);
  });
});

describe('a pipeline', () => {
  it('trades its signed token for one of fifteen minutes, which the trail can follow to its run', async () => {
    const { status, body } = await trade(await issuer.sign());
    expect(status).toBe(201);
    expect(body).toMatchObject({ account: 'shop-ci', scopes: ['scans:write'] });
    expect((await who(body.token)).body).toMatchObject({ kind: 'service', label: 'service:shop-ci' });
    const [entry] = (await call('GET', 'audit?action=pipeline.exchange&limit=1')).body.items;
    expect(entry).toMatchObject({
      actor: 'service:shop-ci',
      detail: { repository: 'acme/shop', run_id: '77', issuer: issuer.url },
    });
    server.clock.advance(15 * 60_000);
    expect((await who(body.token)).body.code).toBe('LK-TOKEN-EXPIRED');
    expect((await call('GET', 'service-accounts')).body.items.at(-1).tokens).toEqual([]);
    server.clock.advance(2 * 86_400_000);
    admin = await server.cookieOf('admin@acme.example', ['admin']);
    expect(await forgetPipelineTokens(database.db, server.clock.now())).toBe(1);
  });

  it('gets nothing for what is forged, replayed, expired or not what was agreed', async () => {
    const once = await issuer.sign();
    expect((await trade(once)).status).toBe(201);
    const stranger = await generateKeyPair('RS256');
    const elliptic = await generateKeyPair('ES256');
    const cases: [string | Promise<string>, string][] = [
      [once, 'used before'],
      [issuer.sign({}, { key: stranger.privateKey }), 'signature is not of its issuer'],
      [`${(await issuer.sign()).slice(0, -8)}AAAAAAAA`, 'signature is not of its issuer'],
      [
        new UnsecuredJWT({ aud: 'lanekeeper', repository: 'acme/shop', jti: 'x' })
          .setIssuer(issuer.url)
          .setIssuedAt(server.clock.now())
          .setExpirationTime(new Date(server.clock.now().getTime() + 60_000))
          .encode(),
        'pipeline gets no token',
      ],
      [issuer.sign({}, { key: elliptic.privateKey }).catch(() => 'x'.repeat(30)), 'no signed token'],
      [issuer.sign({}, { seconds: -31 }), 'expired'],
      [issuer.sign({ nbf: Math.floor(server.clock.now().getTime() / 1000) + 120 }), 'nbf does not hold'],
      [issuer.sign({ iat: Math.floor(server.clock.now().getTime() / 1000) + 120 }), 'iat does not hold'],
      [issuer.sign({ iat: Math.floor(server.clock.now().getTime() / 1000) - 9000 }), 'expired'],
      [issuer.sign({ exp: null }), 'exp does not hold'],
      [issuer.sign({ jti: null }), 'jti does not hold'],
      [issuer.sign({ aud: 'somebody' }), 'addressed to somebody else'],
      [issuer.sign({ aud: ['lanekeeper', 'somebody'] }), 'addressed to somebody else'],
      [issuer.sign({ iss: 'https://token.actions.example' }), 'nothing is agreed with the issuer'],
      [issuer.sign({ iss: `${issuer.url}/` }), 'nothing is agreed with the issuer'],
      [issuer.sign({ repository: 'evil/shop' }), 'repository is evil/shop, not acme/*'],
      [issuer.sign({ repository: 'acme/shop/x' }), 'not acme/*'],
      [issuer.sign({ ref: 'refs/heads/a/b' }), 'not refs/heads/*'],
      [issuer.sign({ repository: null }), 'repository is missing'],
      [`${'a'.repeat(40)}.${'b'.repeat(40)}.c`, 'no signed token'],
    ];
    for (const [token, why] of cases) {
      const { status, body } = await trade(await token);
      expect([status, body.detail], why).toEqual([401, expect.stringContaining(why)]);
    }
    expect((await trade('x'.repeat(20_000))).status).toBe(400);
    expect((await trade('x'.repeat(200_000))).status).toBe(413);
    expect((await database.pool.query(`select count(*)::int as n from ci_token_used`)).rows[0].n).toBe(1);
  });

  it('replayed by many at once comes in once', async () => {
    const token = await issuer.sign();
    const answers = await Promise.all(Array.from({ length: 6 }, () => trade(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401, 401, 401]);
  });

  it('is known by new keys of its issuer, which are not asked for at every made-up name', async () => {
    await trade(await issuer.sign());
    const before = issuer.asked();
    for (let n = 0; n < 5; n++)
      expect((await trade(await issuer.sign({}, { kid: `made-up-${n}` }))).status).toBe(401);
    expect(issuer.asked()).toBe(before);
    await issuer.rotate('second');
    server.clock.advance(61_000);
    expect((await trade(await issuer.sign())).status).toBe(201);
    expect(issuer.asked()).toBe(before + 1);
  });

  it('trusted for several accounts names one; of a disabled account it gets nothing', async () => {
    await make('shop-reads', { scopes: ['read'] });
    await trust('shop-reads', { repository: 'acme/shop' });
    const several = await trade(await issuer.sign());
    expect([several.status, several.body.detail]).toEqual([
      400,
      expect.stringContaining('shop-ci, shop-reads'),
    ]);
    expect((await trade(await issuer.sign(), { account: 'shop-reads' })).body.scopes).toEqual(['read']);
    await call('PATCH', 'service-accounts/shop-reads', { disabled: true });
    expect((await trade(await issuer.sign(), { account: 'shop-reads' })).status).toBe(401);
    expect((await trade(await issuer.sign())).body.account).toBe('shop-ci');
    const trusts = (await call('GET', 'pipeline-trust')).body.items;
    const { id } = trusts.find(({ account }: { account: { key: string } }) => account.key === 'shop-ci');
    expect((await call('DELETE', `pipeline-trust/${id}`)).status).toBe(204);
    expect((await trade(await issuer.sign(), { account: 'shop-ci' })).status).toBe(401);
    await trust('shop-ci', { repository: 'acme/*' });
  });

  it('on the command line comes in by itself, from GitLab’s variable or GitHub’s address', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const address = server.app.server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const bare = { url, token: undefined };
    const gitlab = await asPipeline(bare, { LANEKEEPER_ID_TOKEN: await issuer.sign() });
    expect((await who(gitlab.token!)).body.label).toBe('service:shop-ci');
    expect(await asPipeline({ url, token: 'lk_given' }, { LANEKEEPER_ID_TOKEN: 'x' })).toEqual({
      url,
      token: 'lk_given',
    });
    expect(await asPipeline(bare, {})).toEqual(bare);
    await expect(asPipeline(bare, {}, true)).rejects.toThrow(/id-token: write/);
  });
});
