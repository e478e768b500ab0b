import { isDeepStrictEqual } from 'node:util';
import type { Provider, ProviderBody } from '../../../../contract/identity-providers.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { IdSource } from '../../../../kernel/ids.ts';
import { type Database, lockFor, type Tx } from '../../../../platform/database/database.ts';
import type { Keys } from '../../../../platform/secrets/keys.ts';
import { isSealedUnderCurrent, openText, sealText } from '../../../../platform/secrets/seal-text.ts';
import type { DB } from '../../../schema.gen.ts';
import { audit } from '../../audit.ts';
import { lockActiveAdmins } from '../../store.ts';
import { checkIssuer, redirectUriOf, secretPlace } from '../oidc/provider-client.ts';
import * as factors from '../store-factors.ts';
import * as store from '../store-providers.ts';
import { totpPlace } from '../totp.ts';

export interface ProviderWriteDeps {
  db: Database<DB>;
  ids: IdSource;
  keys: Keys;
}

/**
 * Brings an identity provider to what is stated; a secret that is not named stays, null removes it.
 * @param options.isNew refuse where there is one
 * @throws AppError LK-VALIDATION for an issuer that cannot be one; LK-CONFLICT
 */
export async function putProvider(
  { db, ids, keys }: ProviderWriteDeps,
  key: string,
  body: ProviderBody,
  now: Date,
  by: string,
  options: { isNew: boolean } = { isNew: false },
): Promise<store.ProviderRow> {
  checkIssuer(body.issuer);
  return db.transaction().execute(async (tx) => {
    await lockFor(tx, 'identity-provider', key);
    const before = await store.findProvider(tx, key);
    if (before && options.isNew) throw new AppError('LK-CONFLICT', `There is a provider ${key} already.`);
    // Subjects are names that an issuer gives: at another one they are other people's.
    if (before && before.issuer !== body.issuer)
      throw new AppError(
        'LK-CONFLICT',
        'Another issuer knows other people: remove this provider and add a new one.',
      );
    const id = before?.id ?? ids.next();
    const { clientSecret: secret } = body;
    const sealed = typeof secret === 'string' ? sealText(keys, secretPlace(id), secret) : null;
    const write = {
      id,
      key,
      name: body.name,
      issuer: body.issuer,
      client_id: body.clientId,
      client_secret: secret === undefined ? (before?.client_secret ?? null) : sealed,
      scopes: body.scopes,
      groups_claim: body.groupsClaim,
      group_roles: body.groupRoles,
      makes_people: body.makesPeople,
      trusts_email: body.trustsEmail,
      enabled: body.enabled,
    };
    // A file that is read at each start mostly says what is so already.
    if (before && sameSecret(keys, before, secret) && sameSettings(before, write)) return before;
    await store.upsertProvider(tx, write, now);
    const { clientSecret: _, ...stated } = body;
    const detail = { ...stated, secretChanged: secret !== undefined };
    await audit(tx, by, before ? 'identity-provider.change' : 'identity-provider.add', key, detail);
    return (await store.findProvider(tx, key))!;
  });
}

const sameSecret = (keys: Keys, { id, client_secret: sealed }: store.ProviderRow, secret?: string | null) =>
  secret === undefined || (sealed === null ? null : openText(keys, secretPlace(id), sealed)) === secret;

function sameSettings(before: store.ProviderRow, write: store.ProviderWrite): boolean {
  const { client_secret: _a, created_at: _b, ...is } = before;
  const { client_secret: _c, ...wanted } = write;
  return isDeepStrictEqual(is, wanted);
}

/**
 * Removes a provider with all that it gave: roles, grants, sessions. People and what was given by hand stay.
 * @throws AppError LK-NOT-FOUND; LK-CONFLICT when nobody could administer any more
 */
export async function removeProvider(db: Database<DB>, key: string, by: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockFor(tx, 'access', 'admins');
    const row = await store.findProvider(tx, key);
    if (!row) throw noProvider();
    await store.withdrawProvider(tx, row);
    await demandAdmin(tx);
    await store.deleteProvider(tx, row.id);
    await audit(tx, by, 'identity-provider.remove', key, { issuer: row.issuer });
  });
}

async function demandAdmin(tx: Tx<DB>): Promise<void> {
  if ((await lockActiveAdmins(tx)).length === 0)
    throw new AppError(
      'LK-CONFLICT',
      'All admins are admins by this provider; make somebody admin by hand first.',
    );
}

export const noProvider = () => new AppError('LK-NOT-FOUND', 'There is no such identity provider.');

export const shownProvider = (row: store.ProviderRow, publicUrl: string): Provider => ({
  key: row.key,
  name: row.name,
  issuer: row.issuer,
  clientId: row.client_id,
  hasSecret: row.client_secret !== null,
  scopes: row.scopes,
  groupsClaim: row.groups_claim,
  groupRoles: row.group_roles,
  makesPeople: row.makes_people,
  trustsEmail: row.trusts_email,
  enabled: row.enabled,
  redirectUri: redirectUriOf(publicUrl, row.key),
});

/** After the key was rotated: seals what was sealed under an earlier one again. @returns how many */
export async function resealSignIn({ db, keys }: Pick<ProviderWriteDeps, 'db' | 'keys'>): Promise<number> {
  let resealed = 0;
  const again = (place: string, sealed: Buffer) => sealText(keys, place, openText(keys, place, sealed));
  for (const { id, client_secret: sealed } of await store.listProviders(db)) {
    if (sealed === null || isSealedUnderCurrent(keys, sealed)) continue;
    await store.replaceProviderSecret(db, id, sealed, again(secretPlace(id), sealed));
    resealed++;
  }
  for (const { id, secret } of await factors.listTotpSecrets(db)) {
    if (isSealedUnderCurrent(keys, secret)) continue;
    await factors.replaceTotpSecret(db, id, secret, again(totpPlace(id), secret));
    resealed++;
  }
  return resealed;
}
