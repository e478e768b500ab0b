import { afterAll, beforeAll, expect, it } from 'vitest';
import { testKeys } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { providerBody } from '../../../contract/identity-providers.ts';
import { systemIds } from '../../../platform/clock.ts';
import { openText } from '../../../platform/secrets/seal-text.ts';
import { ensurePerson } from '../people.ts';
import { secretPlace } from './oidc/provider-client.ts';
import { putProvider, resealSignIn } from './providers/write-provider.ts';
import { findTotp } from './store-factors.ts';
import { findProvider } from './store-providers.ts';
import { offerTotp, totpPlace } from './totp.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('after a rotation secrets of apps and providers are sealed under the new key, once', async () => {
  const { db } = database;
  const ids = systemIds();
  const [before, after] = [testKeys(), testKeys()];
  const { id } = await db
    .transaction()
    .execute((tx) => ensurePerson(tx, ids, { email: 'a@acme.example', name: 'A', roles: ['developer'] }));
  const { secret } = await offerTotp(db, before, { id, email: 'a@acme.example' });
  const body = providerBody.parse({
    name: 'Acme',
    issuer: 'https://login.acme.example',
    clientId: 'lanekeeper',
    clientSecret: 'of the client',
  });
  const { id: providerId } = await putProvider({ db, ids, keys: before }, 'acme', body, new Date(), 'test');

  const both = { ...after, byId: (key: Uint8Array) => after.byId(key) ?? before.byId(key) };
  expect(await resealSignIn({ db, keys: both })).toBe(2);
  expect(await resealSignIn({ db, keys: both })).toBe(0);
  // The former key is not needed any more.
  expect(openText(after, totpPlace(id), (await findTotp(db, id))!.secret)).toBe(secret);
  const provider = await findProvider(db, 'acme');
  expect(openText(after, secretPlace(providerId), provider!.client_secret!)).toBe('of the client');
});
