import type { Kysely } from 'kysely';
import type { DB } from '../schema.gen.ts';
import { insertAudit, insertAudits } from './store.ts';

/**
 * Writes what somebody did, in the transaction in which it was done. The trail can only grow: the database
 * refuses changes.
 * @param actor label of the actor (`Actor.label`), or `system`
 * @param action `noun.verb`, e.g. `token.revoke`
 * @param subject public id or key of what it was done to
 * @param detail never a secret
 */
export async function audit(
  tx: Kysely<DB>,
  actor: string,
  action: string,
  subject: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await insertAudit(tx, { actor, action, subject, detail: JSON.stringify(detail) });
}

/** The same for much that was done at once, in one statement. */
export async function auditAll(
  tx: Kysely<DB>,
  actor: string,
  entries: readonly { action: string; subject: string; detail: Record<string, unknown> }[],
): Promise<void> {
  if (entries.length > 0) await insertAudits(tx, actor, entries);
}
