import type { Scope } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import { type IdSource, toPublicId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import { audit } from './audit.ts';
import { hashOf, newToken } from './secret.ts';
import * as store from './store.ts';

export interface NewToken {
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
  /** A person's token stops working with the person, and is held to their roles. */
  personId?: string | null;
  /** A service account's token is held to what the account may, and stops with it. */
  serviceAccountId?: string;
}

/** @returns the token's text, which nobody can show again: only its hash is kept */
export async function addToken(
  tx: Tx<DB>,
  ids: IdSource,
  token: NewToken,
  by: string,
  createdAt?: Date,
): Promise<{ id: string; token: string }> {
  const id = ids.next();
  const text = newToken();
  await store.insertToken(tx, {
    id,
    hash: hashOf(text),
    name: token.name,
    person_id: token.personId ?? null,
    scopes: token.scopes,
    expires_at: token.expiresAt,
    ...(token.serviceAccountId !== undefined && { service_account_id: token.serviceAccountId }),
    ...(createdAt && { created_at: createdAt }),
  });
  const expiresAt = token.expiresAt?.toISOString() ?? null;
  const detail = { name: token.name, scopes: token.scopes, expiresAt };
  await audit(tx, by, 'token.add', toPublicId('token', id), detail);
  return { id, token: text };
}

/** @throws AppError LK-NOT-FOUND when there is no such token, or it was revoked before */
export async function revokeToken(tx: Tx<DB>, id: string, now: Date, by: string): Promise<void> {
  const name = await store.markRevoked(tx, id, now);
  if (name === null) throw new AppError('LK-NOT-FOUND', 'There is no such token that still works.');
  await audit(tx, by, 'token.revoke', toPublicId('token', id), { name });
}
