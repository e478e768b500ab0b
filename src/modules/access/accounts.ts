import { type Kysely, sql } from 'kysely';
import { SCOPES } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { holdingsOf } from './rights/store.ts';
import { personById } from './store.ts';

/** What an outside system calls a person of ours. */
export interface Account {
  connectionId: string;
  /** The id there. */
  remoteId: string;
  name: string;
  knownBy: 'mail' | 'directory' | 'person';
  at: Date;
}

export async function accountsOf(db: Kysely<DB>, personId: string): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select connection_id as "connectionId", remote_id as "remoteId", name, known_by as "knownBy", at
    from person_account where person_id = ${personId} order by connection_id, remote_id`.execute(db);
  return rows;
}

/**
 * Keeps that an account belongs to a person; said again, nothing changes.
 * @param by label for the audit trail
 * @param options.take an admin's word: an account of somebody else becomes this person's
 * @throws AppError LK-CONFLICT when it is known as somebody else's
 */
export async function linkAccount(
  tx: Tx<DB>,
  personId: string,
  account: Account,
  by: string,
  options: { take: boolean } = { take: false },
): Promise<void> {
  const { connectionId, remoteId, name, knownBy, at } = account;
  await lockFor(tx, 'account', `${connectionId} ${remoteId}`);
  const before = await ownerOf(tx, connectionId, remoteId);
  if (before === personId) return;
  if (before !== null && !options.take)
    throw new AppError('LK-CONFLICT', 'This account is known as somebody else’s; an admin can change that.');
  await sql`
    insert into person_account as a (connection_id, remote_id, person_id, name, known_by, at)
    values (${connectionId}, ${remoteId}, ${personId}, ${name}, ${knownBy}, ${at})
    on conflict (connection_id, remote_id) do update set person_id = excluded.person_id, name = excluded.name,
      known_by = excluded.known_by, at = excluded.at`.execute(tx);
  const detail = { connection: connectionId, account: remoteId, knownBy };
  await audit(tx, by, 'account.link', toPublicId('person', personId), {
    ...detail,
    ...(before !== null && { before: toPublicId('person', before) }),
  });
}

/** Forgets that an account is this person's; nothing happens where it is not. */
export async function unlinkAccount(
  tx: Tx<DB>,
  personId: string,
  { connectionId, remoteId }: Pick<Account, 'connectionId' | 'remoteId'>,
  by: string,
): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('person_account')
    .where('connection_id', '=', connectionId)
    .where('remote_id', '=', remoteId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (numDeletedRows > 0n)
    await audit(tx, by, 'account.unlink', toPublicId('person', personId), {
      connection: connectionId,
      account: remoteId,
    });
}

/** @returns id of the person to whom the account belongs */
export async function ownerOf(
  db: Kysely<DB>,
  connectionId: string,
  remoteId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('person_account')
    .select('person_id')
    .where('connection_id', '=', connectionId)
    .where('remote_id', '=', remoteId)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** A person as they act when they are signed in; null when there is none, or their account is closed. */
export async function actorOf(db: Kysely<DB>, personId: string): Promise<Actor | null> {
  const person = await personById(db, personId);
  if (!person || person.disabled_at) return null;
  return {
    kind: 'person',
    id: toPublicId('person', person.id),
    label: person.email,
    name: person.name,
    roles: person.roles,
    holds: await holdingsOf(db, person.id),
    scopes: [...SCOPES],
    personId: person.id,
  };
}
