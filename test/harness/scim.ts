import { ensureTriageTeam, importOrganisation, scimRoutes } from '../../src/modules/organisation/public.ts';
import { testDatabase } from './database.ts';
import { PUBLIC_URL, testServer } from './server.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A person as Okta and Entra tell of one. */
export const userOf = (name: string, rest: object = {}): Record<string, unknown> => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@acme.example`,
  name: { givenName: name, familyName: 'Kim' },
  emails: [{ primary: true, value: `${name}@acme.example`, type: 'work' }],
  active: true,
  ...rest,
});

export const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

/** A SCIM server on a database of its own, and what a provider does with it. */
export async function openScim() {
  const database = await testDatabase();
  const server = await testServer(database);
  const { credentials, ids, clock } = server;
  /** Read with every request: a test may change it on the way. */
  const settings = {
    ...{ db: database.db, clock, ids, newTeams: true },
    publicUrl: () => PUBLIC_URL,
    forget: () => credentials.forget(),
  };
  await server.app.register(scimRoutes(settings));
  await ensureTriageTeam(database.db, ids);
  const { authorization } = await server.bearer(['scim']);
  const bearer = { authorization, 'content-type': 'application/scim+json' };

  async function ask(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await server.app.inject({
      method,
      url: `/scim/v2${path}`,
      headers: { ...bearer, ...headers },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: answer.statusCode,
      body: answer.body ? answer.json() : null,
      headers: answer.headers,
    };
  }

  return {
    database,
    server,
    settings,
    ask,
    made: async (name: string) => (await ask('POST', '/Users', userOf(name))).body.id as string,
    group: (displayName: string, members: string[] = []) =>
      ask('POST', '/Groups', { displayName, members: members.map((value) => ({ value })) }),
    organisation: (text: string) =>
      database.db.transaction().execute((tx) => importOrganisation(tx, ids, text)),
    teamRow: async (key: string) =>
      (await database.pool.query('select * from team where key = $1', [key])).rows[0],
    async close(): Promise<void> {
      await server.app.close();
      await database.drop();
    },
  };
}
