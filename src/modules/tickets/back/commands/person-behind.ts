import { type Kysely, sql } from 'kysely';
import type { RemotePerson } from '../../../../connectors/connector.ts';
import { AppError } from '../../../../kernel/errors.ts';
import { type Account, type Actor, actorOf, linkAccount, ownerOf } from '../../../access/public.ts';
import { findConnection } from '../../../connections/public.ts';
import type { DB } from '../../../schema.gen.ts';
import type { BackDeps } from '../deps.ts';

type Known = { personId: string; knownBy: Account['knownBy'] };

/**
 * The person of ours behind an account: as it was said before, as the directory of that connection says, or by a mail
 * address that the other system vouches for. What was found is remembered.
 * @returns null when nobody knows, or their account here is closed
 */
export async function personBehind(
  deps: BackDeps,
  connectionId: string,
  person: RemotePerson,
): Promise<Actor | null> {
  const { db, clock } = deps;
  const said = await ownerOf(db, connectionId, person.id);
  if (said !== null) return actorOf(db, said);
  const found = (await byDirectory(db, connectionId, person)) ?? (await byMail(deps, connectionId, person));
  const actor = found && (await actorOf(db, found.personId));
  if (!found || !actor) return null;
  const account = {
    connectionId,
    remoteId: person.id,
    name: person.name.slice(0, 200),
    knownBy: found.knownBy,
    at: clock.now(),
  };
  try {
    await db.transaction().execute((tx) => linkAccount(tx, found.personId, account, 'system'));
  } catch (error) {
    // Somebody has just said whose it is.
    if (!(error instanceof AppError && error.code === 'LK-CONFLICT')) throw error;
    return personBehind(deps, connectionId, person);
  }
  return actor;
}

async function byDirectory(
  db: Kysely<DB>,
  connectionId: string,
  { id }: RemotePerson,
): Promise<Known | null> {
  const { rows } = await sql<{ personId: string }>`
    select k.person_id as "personId" from v_organisation_known_as k join v_connections_connection c on c.key = k.source
    where c.id = ${connectionId} and k.external_id = ${id}`.execute(db);
  return rows[0] ? { ...rows[0], knownBy: 'directory' } : null;
}

async function byMail(deps: BackDeps, connectionId: string, { email }: RemotePerson): Promise<Known | null> {
  if (!email) return null;
  const row = await findConnection(deps.db, { id: connectionId });
  const connector = row && (await deps.loadConnector(row.system));
  const settings = connector?.settings.safeParse(row?.settings);
  if (!settings?.success || !connector?.vouchesForMail?.(settings.data)) return null;
  const found = await deps.db
    .selectFrom('v_access_person')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  return found ? { personId: found.id, knownBy: 'mail' } : null;
}
