import { placesOf } from '../../src/app/places.ts';
import type { Role, Scope } from '../../src/contract/access.ts';
import {
  accessRoutes,
  addToken,
  authentication,
  createSignInLink,
  ensurePerson,
  openCredentials,
  SECURITY_SCHEMES,
} from '../../src/modules/access/public.ts';
import type { DB } from '../../src/modules/schema.gen.ts';
import { createHttpClient } from '../../src/platform/client/client.ts';
import { systemIds } from '../../src/platform/clock.ts';
import type { DatabaseHandle } from '../../src/platform/database/database.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { createLog } from '../../src/platform/log.ts';
import { testKeys } from './connections.ts';

export const PUBLIC_URL = 'https://lanekeeper.example';

const FAR = new Date('2100-01-01T00:00:00Z');
const LASTING = { created_at: FAR, last_used_at: FAR, expires_at: FAR };

/** A clock that stands until it is moved. */
export function movableClock(start: string) {
  let now = new Date(start);
  return { now: () => now, advance: (ms: number) => (now = new Date(now.getTime() + ms)) };
}

/**
 * A server with sign-in and the routes of access; register further routes on `app`. `cookieOf` and `bearer`
 * make people and tokens and return the headers they send.
 * @param options.sessionsEnd else they outlive the weeks that pass in a test
 */
export async function testServer(
  handle: DatabaseHandle<DB>,
  clock = movableClock('2026-03-02T09:00:00Z'),
  options: { sessionsEnd?: boolean } = {},
) {
  const { db } = handle;
  const log = createLog('silent');
  let address = 0;
  const ids = systemIds();
  const credentials = openCredentials({ db, clock, log });
  const publicUrl = () => PUBLIC_URL;
  const keys = testKeys();
  // Identity providers of tests are on this machine.
  const client = createHttpClient({ allowPrivate: true, log, perSecond: 1e6 });
  const app = await createHttpServer({
    log,
    title: 'Lanekeeper',
    version: '0',
    securitySchemes: SECURITY_SCHEMES,
    ready: async () => {},
  });
  await app.register(authentication({ credentials, publicUrl, places: placesOf(db) }));
  await app.register(
    accessRoutes({ db, clock, ids, credentials, publicUrl, keys, client, log, teamsOf: async () => [] }),
  );

  const linkFor = (email: string, roles: Role[] = ['developer']) =>
    db.transaction().execute(async (tx) => {
      const { id } = await ensurePerson(tx, ids, { email, name: email, roles });
      return { id, ...(await createSignInLink(tx, id, clock.now())) };
    });

  return {
    app,
    clock,
    ids,
    credentials,
    linkFor,
    /** Headers of a person who is signed in and uses the page. */
    async cookieOf(email: string, roles: Role[] = ['developer']): Promise<Record<string, string>> {
      const { id, secret } = await linkFor(email, roles);
      // Sign-in is limited per address: everybody has their own.
      const remoteAddress = `192.0.2.${++address}`;
      const url = '/api/v1/sign-in';
      const answer = await app.inject({ method: 'POST', url, payload: { secret }, remoteAddress });
      const [session] = answer.cookies;
      if (!options.sessionsEnd)
        await db.updateTable('session').set(LASTING).where('person_id', '=', id).execute();
      return { cookie: `${session!.name}=${session!.value}`, 'sec-fetch-site': 'same-origin' };
    },
    /** Headers of a program with an API token. */
    async bearer(scopes: Scope[], options: { expiresAt?: Date | null; personId?: string } = {}) {
      const token = { name: 'pipeline', scopes, expiresAt: null, ...options };
      const added = await db.transaction().execute((tx) => addToken(tx, ids, token, 'test'));
      return { authorization: `Bearer ${added.token}`, id: added.id };
    },
  };
}
