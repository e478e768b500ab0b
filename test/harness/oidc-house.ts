import { CLIENT, startIdentityProvider } from '../fakes/identity-provider.ts';
import { testDatabase } from './database.ts';
import { PUBLIC_URL, testServer } from './server.ts';
import { type Visitor, visitorOf } from './visitor.ts';

/** The return address that our provider of that key has. */
export const callbackOf = (key: string) => `${PUBLIC_URL}/api/v1/sign-in/oidc/${key}/callback`;

/** A server that knows one identity provider, `acme`, and an admin of it; `strict` may be added at the same one. */
export async function openOidcHouse() {
  const database = await testDatabase();
  const server = await testServer(database);
  await server.app.ready();
  const acme = await startIdentityProvider([callbackOf('acme'), callbackOf('strict')]);
  const { cookie } = await server.cookieOf('admin@acme.example', ['admin']);
  const admin = visitorOf(server.app, { cookie: cookie! });
  const stated = {
    name: 'Acme',
    issuer: acme.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['openid', 'email', 'profile', 'groups'],
    groupRoles: {
      'security-team': { roles: ['security'] },
      operators: { roles: ['admin'] },
      pay: { roles: ['manager'], team: 'payments' },
    },
  };
  await admin.post('identity-providers', { key: 'acme', ...stated });
  await database.db
    .insertInto('team')
    .values({ id: server.ids.next(), key: 'payments', name: 'Payments', queue: 'payments' })
    .execute();

  /** Through our door to the provider and back to ours; not yet in. `who` null = they cancel. */
  async function away(browser: Visitor, who: string | null, from = 'acme', to?: string): Promise<string> {
    acme.state.next = who;
    const begun = await browser.get(`sign-in/oidc/${from}${to ? `?to=${encodeURIComponent(to)}` : ''}`);
    const back = await acme.walk(String(begun.headers['location']));
    return back.pathname + back.search;
  }

  return {
    ...server,
    db: database.db,
    acme,
    admin,
    /** What the admin has stated of it. */
    stated,
    away,
    async signIn(who: string | null, options: { from?: string; to?: string } = {}) {
      const browser = visitorOf(server.app);
      const back = await away(browser, who, options.from, options.to);
      const { status, headers } = await browser.get(back);
      return { browser, back, status, headers, location: String(headers['location']) };
    },
    person: (email: string) =>
      database.db.selectFrom('person').selectAll().where('email', '=', email).executeTakeFirst(),
    /** The provider is honest again, and nobody is at the keyboard. */
    calm: () => void Object.assign(acme.state, { next: null, forge: null, jwks: null }),
    async close(): Promise<void> {
      await acme.close();
      await server.app.close();
      await database.drop();
    },
  };
}
