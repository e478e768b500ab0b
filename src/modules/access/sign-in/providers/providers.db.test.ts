import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT } from '../../../../../test/fakes/identity-provider.ts';
import { callbackOf, openOidcHouse } from '../../../../../test/harness/oidc-house.ts';
import { visitorOf } from '../../../../../test/harness/visitor.ts';

let house: Awaited<ReturnType<typeof openOidcHouse>>;
beforeAll(async () => {
  house = await openOidcHouse();
  house.acme.people.set('sub-ann', { email: 'ann@acme.example', email_verified: true });
});
afterEach(() => house.calm());
afterAll(() => house.close());

const trail = () => house.db.selectFrom('audit_entry').select(['action', 'detail']).execute();

describe('a provider', () => {
  it('that does not answer is told as such, and other ways stay open', async () => {
    const body = { ...house.stated, issuer: 'http://127.0.0.1:9', name: 'Down' };
    await house.admin.post('identity-providers', { key: 'down', ...body });
    const browser = visitorOf(house.app);
    expect((await browser.get('sign-in/oidc/down?to=/teams')).headers['location']).toBe(
      '/sign-in?problem=unreachable&to=%2Fteams',
    );
    const test = (await house.admin.post('identity-providers/down/test')).body;
    expect(test.ok).toBe(false);
    expect(test.checks[0].says).toContain('127.0.0.1:9 cannot be reached');
    await house.admin.del('identity-providers/down');
  });

  it('is tested without a person, and told precisely what is wrong', async () => {
    const test = async () => (await house.admin.post('identity-providers/acme/test')).body;
    expect(await test()).toMatchObject({ ok: true });
    const wrongOf = async (change: object) => {
      await house.admin.put('identity-providers/acme', { ...house.stated, ...change });
      const { checks } = await test();
      await house.admin.put('identity-providers/acme', house.stated);
      return checks
        .filter(({ ok }: { ok: boolean }) => !ok)
        .map(({ what, says }: { what: string; says: string }) => `${what}: ${says}`);
    };
    expect(await wrongOf({ clientSecret: 'not it' })).toEqual([
      'Client: It does not take the client (invalid_client): check client id and secret, and that the client may use codes.',
    ]);
    expect(await wrongOf({ groupRoles: { pay: { roles: ['manager'], team: 'nobodys' } } })).toEqual([
      'Groups: pay: no team nobodys',
    ]);
    await house.admin.post('identity-providers', { key: 'unregistered', ...house.stated });
    const { checks } = (await house.admin.post('identity-providers/unregistered/test')).body;
    expect(checks.find(({ what }: { what: string }) => what === 'Return address').says).toContain(
      `register exactly this address for client ${CLIENT.id}`,
    );
    await house.admin.del('identity-providers/unregistered');
  });

  it('keeps its secret sealed and shows it nobody; a change that does not name it keeps it', async () => {
    const changes = async () =>
      (await trail()).filter(({ action }) => action === 'identity-provider.change').length;
    await house.admin.put('identity-providers/acme', house.stated);
    const before = await changes();
    await house.admin.put('identity-providers/acme', house.stated);
    expect(await changes(), 'what was so already').toBe(before);
    const { clientSecret: _, ...rest } = house.stated;
    const changed = await house.admin.put('identity-providers/acme', rest);
    expect(changed.body).toMatchObject({ hasSecret: true, redirectUri: callbackOf('acme') });
    expect(await (await house.signIn('sub-ann')).browser.who()).toBe('ann@acme.example');
    const row = await house.db.selectFrom('identity_provider').selectAll().executeTakeFirstOrThrow();
    expect(row.client_secret!.includes(CLIENT.secret)).toBe(false);
    expect(JSON.stringify([changed.body, await trail()])).not.toContain(CLIENT.secret);
  });

  it.each(['http://login.acme.example', 'ftp://login.acme.example', 'https://u:p@login.acme.example'])(
    'cannot be at %s',
    async (issuer) => {
      expect(
        (await house.admin.post('identity-providers', { key: 'odd', ...house.stated, issuer })).body.code,
      ).toBe('LK-VALIDATION');
    },
  );

  it('that is removed takes along what it gave, but never the last admin', async () => {
    house.acme.people.set('sub-dee', {
      email: 'dee@acme.example',
      email_verified: true,
      groups: ['operators', 'pay'],
    });
    const { browser } = await house.signIn('sub-dee');
    const first = house.db.updateTable('person').where('email', '=', 'admin@acme.example');
    await first.set({ roles: [] }).execute();
    expect((await browser.del('identity-providers/acme')).status).toBe(409);
    await first.set({ roles: ['admin'] }).execute();
    house.credentials.forget();
    expect((await house.admin.del('identity-providers/acme')).status).toBe(204);
    expect(await browser.who()).toBeNull();
    expect((await house.person('dee@acme.example'))!.roles).toEqual(['developer']);
    expect(await house.db.selectFrom('person_grant').selectAll().execute()).toEqual([]);
  });
});
