import { sql, type Transaction } from 'kysely';
import type { Justification } from '../../../kernel/observation.ts';
import { audit } from '../../access/public.ts';
import {
  addWords,
  type ExceptionWord,
  insertExceptions,
  type NewException,
  NO_EXTENT,
  planSettling,
  renewExceptions,
  revokeExceptions,
  type StoredException,
  selectExceptions,
} from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { loadActivePolicy } from '../document/versions.ts';
import type { Asker, ExceptionsDeps } from './context.ts';

/** What a document says of a vulnerability in a package. */
export interface Statement {
  kind: 'false-positive' | 'mitigated';
  /** Package URL without version, as findings have it. */
  component: string;
  /** Null = every version. */
  versions: readonly string[] | null;
  vulnerability: string;
  justification: Justification | null;
  reason: string;
  expiresAt: Date | null;
}

/** A document that states exceptions: a later one of the same name says all that it says. */
export interface StatingDocument {
  /** Names it on pages and in histories; never `person`. */
  name: string;
  statements: readonly Statement[];
}

/**
 * Grants what a document states, everywhere, on the word of whoever brought it; what an earlier document of that name
 * stated and this one does not is revoked. The same again changes nothing. Who may bring one is the caller's to know.
 * @returns how many are new, ended and as they were
 */
export async function grantStated(
  deps: ExceptionsDeps,
  tx: Transaction<DB>,
  document: StatingDocument,
  by: Asker,
): Promise<{ granted: number; ended: number; same: number }> {
  const { ids, clock } = deps;
  const now = clock.now();
  const before = await selectExceptions(tx, {
    where: sql<boolean>`e.source = ${document.name} and e.state = 'granted'`,
    order: sql`e.id`,
    limit: 1_000_000,
  });
  const held = new Map(before.map((exception) => [keyOf(exception), exception]));
  const wanted = new Map(document.statements.map((statement) => [keyOf(statement), statement]));
  const { version } = await loadActivePolicy(tx);
  const made = [...wanted]
    .filter(([key]) => !held.has(key))
    .map(([, statement]) => newOf(statement, { id: ids.next(), document, by, now, version }));
  const gone = before.filter((exception) => !wanted.has(keyOf(exception)));
  await insertExceptions(tx, made, 'granted');
  const said = { at: now, actor: by.label, personId: by.personId, role: 'security', note: document.name };
  const word = (exceptionId: string, what: ExceptionWord['word']) => ({
    ...said,
    id: ids.next(),
    exceptionId,
    word: what,
  });
  await addWords(tx, [
    ...made.map(({ id }) => word(id, 'granted')),
    ...gone.map(({ id }) => word(id, 'revoked')),
  ]);
  // Said again it holds anew.
  const again = [...held].filter(([key]) => wanted.get(key)?.expiresAt);
  await renewExceptions(
    tx,
    again.map(([key, { id }]) => ({ id, until: wanted.get(key)!.expiresAt! })),
  );
  const endedIds = gone.map(({ id }) => id);
  await revokeExceptions(tx, endedIds, now);
  await planSettling(tx, [...made.map(({ id }) => id), ...endedIds]);
  const counts = { granted: made.length, ended: gone.length, same: wanted.size - made.length };
  await audit(tx, by.label, 'exception.state', document.name, counts);
  return counts;
}

type Stated = Pick<
  StoredException,
  'kind' | 'component' | 'versions' | 'vulnerability' | 'justification' | 'reason'
>;

/** What makes it the same statement. */
const keyOf = ({ kind, component, versions, vulnerability, justification, reason }: Stated): string =>
  JSON.stringify([kind, component, versions, vulnerability, justification, reason]);

function newOf(
  { kind, component, versions, vulnerability, justification, reason, expiresAt }: Statement,
  {
    id,
    document,
    by,
    now,
    version,
  }: { id: string; document: StatingDocument; by: Asker; now: Date; version: number },
): NewException {
  return {
    ...NO_EXTENT,
    scope: 'package',
    id,
    kind,
    component,
    versions,
    vulnerability,
    justification,
    reason,
    expiresAt,
    duplicateOf: null,
    evidence: null,
    priority: 0,
    ceiling: 0,
    allTeams: true,
    teamId: null,
    targetId: null,
    awaits: [],
    askedBy: by.label,
    askedByPerson: by.personId,
    askedAt: now,
    source: document.name,
    policyVersion: version,
    findings: 0,
    teams: 0,
    extends: null,
  };
}
