import { type Kysely, sql, type Transaction } from 'kysely';
import { pageOf } from '../../../platform/database/page-of.ts';
import type { DB } from '../../schema.gen.ts';
import type { ExceptionKind, Extent } from './extent.ts';

type Tx = Transaction<DB>;

export type ExceptionState = 'asked' | 'granted' | 'refused' | 'withdrawn' | 'revoked' | 'expired';

/** One exception as it is kept. */
export interface StoredException extends Extent {
  id: string;
  kind: ExceptionKind;
  duplicateOf: string | null;
  justification: string | null;
  reason: string;
  evidence: string | null;
  state: ExceptionState;
  /** 0 = P0: the most urgent of what it covered when it was last spoken of. */
  priority: number;
  ceiling: number;
  allTeams: boolean;
  teamId: string | null;
  targetId: string | null;
  awaits: string[];
  askedBy: string;
  askedByPerson: string | null;
  askedAt: Date;
  decidedAt: Date | null;
  expiresAt: Date | null;
  remindedAt: Date | null;
  endedAt: Date | null;
  settledAt: Date | null;
  source: string;
  policyVersion: number;
  findings: number;
  teams: number;
  extends: string | null;
}

/** A word on an exception: who said what, in which role. */
export interface ExceptionWord {
  at: Date;
  actor: string;
  personId: string | null;
  role: string | null;
  word:
    | 'granted'
    | 'countersigned'
    | 'refused'
    | 'withdrawn'
    | 'revoked'
    | 'extended'
    | 'reminded'
    | 'expired';
  note: string | null;
}

export type NewException = Omit<
  StoredException,
  'decidedAt' | 'remindedAt' | 'endedAt' | 'settledAt' | 'state'
>;

const COLUMNS = sql`e.id, e.kind, e.scope, e.finding_id as "findingId", e.fix_id as "fixId", e.tool, e.rule,
  e.repository_id as "repositoryId", e.path, e.component, e.versions, e.vulnerability,
  e.duplicate_of as "duplicateOf", e.justification, e.reason, e.evidence, e.state, e.priority, e.ceiling,
  e.all_teams as "allTeams", e.team_id as "teamId", e.target_id as "targetId", e.awaits, e.asked_by as "askedBy",
  e.asked_by_person as "askedByPerson", e.asked_at as "askedAt", e.decided_at as "decidedAt",
  e.expires_at as "expiresAt", e.reminded_at as "remindedAt", e.ended_at as "endedAt", e.settled_at as "settledAt",
  e.source, e.policy_version as "policyVersion", e.findings, e.teams, e.extends`;

/** @param lock `update`: whoever speaks of it too waits; `share`: it stays as it is for as long as this transaction */
export async function findException(
  db: Kysely<DB>,
  id: string,
  lock: 'update' | 'share' | null = null,
): Promise<StoredException | undefined> {
  const locking = lock === null ? sql`` : lock === 'update' ? sql`for update` : sql`for share`;
  const { rows } = await sql<StoredException>`
    select ${COLUMNS} from exception e where e.id = ${id} ${locking}`.execute(db);
  return rows[0];
}

/** Writes new ones in one statement. */
export async function insertExceptions(
  tx: Tx,
  exceptions: readonly NewException[],
  state: 'asked' | 'granted',
): Promise<void> {
  if (exceptions.length === 0) return;
  const rows = exceptions.map((one) => ({
    id: one.id,
    kind: one.kind,
    scope: one.scope,
    finding_id: one.findingId,
    fix_id: one.fixId,
    tool: one.tool,
    rule: one.rule,
    repository_id: one.repositoryId,
    path: one.path,
    component: one.component,
    versions: one.versions,
    vulnerability: one.vulnerability,
    duplicate_of: one.duplicateOf,
    justification: one.justification,
    reason: one.reason,
    evidence: one.evidence,
    priority: one.priority,
    ceiling: one.ceiling,
    all_teams: one.allTeams,
    team_id: one.teamId,
    target_id: one.targetId,
    awaits: one.awaits,
    asked_by: one.askedBy,
    asked_by_person: one.askedByPerson,
    asked_at: one.askedAt,
    expires_at: one.expiresAt,
    source: one.source,
    policy_version: one.policyVersion,
    findings: one.findings,
    teams: one.teams,
    extends: one.extends,
    state,
    decided_at: state === 'granted' ? one.askedAt : null,
  }));
  await sql`insert into exception select r.* from jsonb_populate_recordset(null::exception, ${JSON.stringify(rows)}::jsonb) r`.execute(
    tx,
  );
}

type Changed = Partial<
  Pick<
    StoredException,
    | 'state'
    | 'priority'
    | 'ceiling'
    | 'allTeams'
    | 'awaits'
    | 'decidedAt'
    | 'endedAt'
    | 'remindedAt'
    | 'settledAt'
    | 'findings'
    | 'teams'
    | 'policyVersion'
  >
>;

export async function updateException(tx: Kysely<DB>, id: string, changed: Changed): Promise<void> {
  const { allTeams, decidedAt, endedAt, remindedAt, settledAt, policyVersion, ...rest } = changed;
  await tx
    .updateTable('exception')
    .set({
      ...rest,
      ...(allTeams !== undefined && { all_teams: allTeams }),
      ...(decidedAt !== undefined && { decided_at: decidedAt }),
      ...(endedAt !== undefined && { ended_at: endedAt }),
      ...(remindedAt !== undefined && { reminded_at: remindedAt }),
      ...(settledAt !== undefined && { settled_at: settledAt }),
      ...(policyVersion !== undefined && { policy_version: policyVersion }),
    })
    .where('id', '=', id)
    .execute();
}

/** Ends those that hold, in one statement: their findings are to be brought to it. */
export async function revokeExceptions(tx: Kysely<DB>, ids: readonly string[], at: Date): Promise<void> {
  await sql`
    update exception set state = 'revoked', ended_at = ${at}, settled_at = null
    where id = any(${[...ids]}::uuid[]) and state = 'granted'`.execute(tx);
}

/** Gives those that hold a later end, in one statement; they are reminded of anew. */
export async function renewExceptions(
  tx: Kysely<DB>,
  renewed: readonly { id: string; until: Date }[],
): Promise<void> {
  if (renewed.length === 0) return;
  await sql`
    update exception e set expires_at = u.until, reminded_at = null
    from unnest(${renewed.map(({ id }) => id)}::uuid[], ${renewed.map(({ until }) => until)}::timestamptz[]) u(id, until)
    where e.id = u.id and e.state = 'granted'`.execute(tx);
}

/** Keeps what was said, for ever. */
export async function addWords(
  tx: Kysely<DB>,
  words: readonly (ExceptionWord & { id: string; exceptionId: string })[],
): Promise<void> {
  if (words.length === 0) return;
  await tx
    .insertInto('exception_word')
    .values(
      words.map(({ exceptionId, personId, ...word }) => ({
        ...word,
        exception_id: exceptionId,
        person_id: personId,
      })),
    )
    .execute();
}

/** Who said what, in the order in which it was said. */
export async function wordsOf(
  db: Kysely<DB>,
  exceptionIds: readonly string[],
): Promise<(ExceptionWord & { exceptionId: string; name: string })[]> {
  if (exceptionIds.length === 0) return [];
  const { rows } = await sql<ExceptionWord & { exceptionId: string; name: string }>`
    select w.exception_id as "exceptionId", w.at, w.actor, w.person_id as "personId", w.role, w.word, w.note,
      coalesce(p.name, w.actor) as name
    from exception_word w left join v_access_person p on p.id = w.person_id
    where w.exception_id = any(${[...exceptionIds]}::uuid[])
    order by w.at, w.id`.execute(db);
  return rows;
}

/** Exceptions that fulfil a condition on `exception e`. */
export async function selectExceptions(
  db: Kysely<DB>,
  query: { where: ReturnType<typeof sql<boolean>>; order: ReturnType<typeof sql>; limit: number },
): Promise<StoredException[]> {
  const { rows } = await sql<StoredException>`
    select ${COLUMNS} from exception e where ${query.where} order by ${query.order} ${pageOf(query.limit)}`.execute(
    db,
  );
  return rows;
}
