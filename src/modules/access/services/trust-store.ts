import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../../contract/access.ts';
import type { DB } from '../../schema.gen.ts';

export interface TrustRow {
  id: string;
  account_id: string;
  account_key: string;
  account_name: string;
  disabled: boolean;
  scopes: Scope[];
  issuer: string;
  audience: string;
  claims: Record<string, string>;
  created_by: string;
  created_at: Date;
}

/** By account and issuer. */
export async function selectTrusts(db: Kysely<DB>, where: RawBuilder<unknown>): Promise<TrustRow[]> {
  const { rows } = await sql<TrustRow>`
    select c.id, a.id as account_id, a.key as account_key, a.name as account_name,
      a.disabled_at is not null as disabled, a.scopes, c.issuer, c.audience, c.claims, c.created_by, c.created_at
    from ci_trust c join service_account a on a.id = c.service_account_id
    where ${where} order by a.key, c.issuer, c.id`.execute(db);
  return rows;
}

export const insertTrust = (
  db: Kysely<DB>,
  trust: {
    id: string;
    accountId: string;
    issuer: string;
    audience: string;
    claims: Record<string, string>;
    by: string;
    at: Date;
  },
) => {
  const { id, accountId, issuer, audience, claims, by, at } = trust;
  return sql`insert into ci_trust (id, service_account_id, issuer, audience, claims, created_by, created_at)
    values (${id}, ${accountId}, ${issuer}, ${audience}, ${JSON.stringify(claims)}::jsonb, ${by}, ${at})`.execute(
    db,
  );
};

export const deleteTrust = (db: Kysely<DB>, id: string) =>
  sql`delete from ci_trust where id = ${id}`.execute(db);

/** @returns false when it was used before */
export async function useOnce(db: Kysely<DB>, hash: Buffer, expiresAt: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into ci_token_used (hash, expires_at) values (${hash}, ${expiresAt}) on conflict do nothing`.execute(
    db,
  );
  return numAffectedRows === 1n;
}
