import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Approval, GuardedField } from '../../../contract/approvals.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { waitingInWords } from './approval-rules.ts';
import type { FactInForce } from './facts-in-force.ts';

export interface StoredFact extends FactInForce {
  repositoryId: string;
}

export async function selectFacts(db: Kysely<DB>, repositoryIds: readonly string[]): Promise<StoredFact[]> {
  const { rows } = await sql<StoredFact>`
    select repository_id as "repositoryId", file as subject, folder, field, value, over
    from descriptor_fact where repository_id = any(${repositoryIds}::uuid[]) order by file, field`.execute(
    db,
  );
  return rows;
}

const inColumns = (facts: readonly StoredFact[]): string =>
  JSON.stringify(
    facts.map(({ repositoryId, subject, folder, field, value, over }) => ({
      repository_id: repositoryId,
      file: subject,
      folder,
      field,
      value: JSON.stringify(value ?? null),
      over: over === null ? null : JSON.stringify(over),
    })),
  );

/** Values travel as texts: JSON's own null is a value here. */
export async function upsertFacts(tx: Kysely<DB>, facts: readonly StoredFact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    insert into descriptor_fact as old (repository_id, file, folder, field, value, over)
    select repository_id, file, folder, field, value::jsonb, over::jsonb from jsonb_to_recordset(${inColumns(facts)}::jsonb)
      as n(repository_id uuid, file text, folder text, field text, value text, over text)
    on conflict (repository_id, file, field) do update set value = excluded.value, over = excluded.over, folder = excluded.folder
    where (old.value, old.over) is distinct from (excluded.value, excluded.over)`.execute(tx);
}

export async function deleteFacts(tx: Kysely<DB>, facts: readonly StoredFact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    delete from descriptor_fact f using jsonb_to_recordset(${inColumns(facts)}::jsonb)
      as n(repository_id uuid, file text, field text)
    where (f.repository_id, f.file, f.field) = (n.repository_id, n.file, n.field)`.execute(tx);
}

export interface ApprovalRow {
  id: string;
  repository_id: string;
  repository: string;
  file: string;
  field: GuardedField;
  current: unknown;
  wished: unknown;
  state: Approval['state'];
  asked_at: Date;
  lapses_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
}

export async function selectApprovals(
  db: Kysely<DB>,
  condition: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
): Promise<ApprovalRow[]> {
  const { rows } = await sql<ApprovalRow>`
    select a.id, a.repository_id, r.key as repository, a.file, a.field, a.current, a.wished, a.state, a.asked_at, a.lapses_at,
      a.decided_by, a.decided_at, a.note
    from descriptor_approval a join v_organisation_repository r on r.id = a.repository_id
    where ${condition} order by ${order} limit ${limit}`.execute(db);
  return rows;
}

/** Of each field of each file what was asked last. */
export async function selectLastAsked(
  db: Kysely<DB>,
  repositoryIds: readonly string[],
): Promise<Omit<ApprovalRow, 'repository'>[]> {
  const { rows } = await sql<Omit<ApprovalRow, 'repository'>>`
    select distinct on (repository_id, file, field) * from descriptor_approval
    where repository_id = any(${repositoryIds}::uuid[])
    order by repository_id, file, field, state = 'waiting' desc, asked_at desc`.execute(db);
  return rows;
}

export interface NewApproval {
  repositoryId: string;
  file: string;
  field: GuardedField;
  current: unknown;
  wished: unknown;
}

export async function insertApprovals(
  tx: Kysely<DB>,
  asked: readonly NewApproval[],
  askedAt: Date,
  lapsesAt: Date,
): Promise<void> {
  if (asked.length === 0) return;
  const rows = asked.map(({ repositoryId, current, wished, ...rest }) => ({
    ...rest,
    repository_id: repositoryId,
    current: JSON.stringify(current ?? null),
    wished: JSON.stringify(wished ?? null),
  }));
  await sql`
    insert into descriptor_approval (id, repository_id, file, field, current, wished, asked_at, lapses_at)
    select gen_random_uuid(), repository_id, file, field, current::jsonb, wished::jsonb, ${askedAt}, ${lapsesAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n(repository_id uuid, file text, field text, current text, wished text)
    on conflict do nothing`.execute(tx);
}

/** Ends those of these that still wait. @returns their ids */
export async function endApprovals(
  tx: Kysely<DB>,
  ids: readonly string[],
  end: { state: Exclude<Approval['state'], 'waiting'>; by: string; at: Date; note: string | null },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update descriptor_approval set state = ${end.state}, decided_by = ${end.by}, decided_at = ${end.at}, note = ${end.note}
    where id = any(${ids}::uuid[]) and state = 'waiting' returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

export const shownApproval = (row: ApprovalRow): Approval => ({
  id: toPublicId('approval', row.id),
  repository: row.repository,
  file: row.file,
  field: row.field,
  current: row.current,
  wished: row.wished,
  sentence: `${row.file} of ${row.repository} wishes ${waitingInWords(row)}`,
  state: row.state,
  askedAt: row.asked_at.toISOString(),
  lapsesAt: row.lapses_at.toISOString(),
  decidedBy: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  note: row.note,
});
