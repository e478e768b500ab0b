import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Dispute } from '../../../contract/disputes.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import type { FindingPlace } from './place-of-finding.ts';

/** A finding whose owner somebody speaks of. */
export interface Disputable extends FindingPlace {
  id: string;
  targetId: string;
  fixId: string | null;
  ownerKey: string;
  unowned: boolean;
}

/**
 * @param publicId `fnd_…`
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT when it is not open
 */
export async function findDisputable(db: Kysely<DB>, publicId: string): Promise<Disputable> {
  const id = fromPublicId('finding', publicId);
  const { rows } = id
    ? await sql<Disputable & { state: string }>`
        select f.id, f.state, f.target_id as "targetId", f.fix_id as "fixId", f.repository_id as "repositoryId", f.path, f.unowned,
          t.key as "ownerKey", json_build_object('kind', f.target_kind, 'key', f.target_key) as target
        from v_findings_finding f join v_organisation_team t on t.id = f.owner_team_id
        where f.id = ${id}`.execute(db)
    : { rows: [] };
  const found = rows[0];
  if (!found) throw new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
  if (!['open', 'reopened'].includes(found.state))
    throw new AppError('LK-CONFLICT', 'This finding is not open: there is nothing to move.');
  return found;
}

/** Findings disputed at once; a folder with more is better settled by a rule in its file. */
export const MOST_AT_ONCE = 5000;

/** Ids of the open findings that a scope takes in, the asked one first; all of one owner. */
export async function disputedIds(
  tx: Kysely<DB>,
  finding: Disputable,
  scope: 'finding' | 'fix' | 'folder',
): Promise<string[]> {
  if (scope === 'finding') return [finding.id];
  const slash = finding.path?.lastIndexOf('/') ?? -1;
  const folder = slash < 0 ? '' : finding.path!.slice(0, slash + 1);
  const inScope =
    scope === 'fix'
      ? sql`f.fix_id = ${finding.fixId}`
      : sql`f.target_id = ${finding.targetId} and starts_with(coalesce(f.path, ''), ${folder})`;
  const { rows } = await sql<{ id: string }>`
    select f.id from v_findings_finding f join v_organisation_team t on t.id = f.owner_team_id
    where t.key = ${finding.ownerKey} and f.state in ('open', 'reopened') and ${inScope}
    order by f.id limit ${MOST_AT_ONCE}`.execute(tx);
  return [finding.id, ...rows.map(({ id }) => id).filter((id) => id !== finding.id)];
}

/** @returns ids of findings that had no open dispute until now */
export async function insertDisputes(
  tx: Transaction<DB>,
  disputes: readonly { id: string; findingId: string }[],
  common: {
    fromTeamId: string;
    toTeamId: string | null;
    reason: string;
    arbiter: string;
    because: string[];
    openedBy: string;
    openedAt: Date;
  },
): Promise<string[]> {
  const { fromTeamId, toTeamId, reason, arbiter, because, openedBy, openedAt } = common;
  const { rows } = await sql<{ finding_id: string }>`
    insert into ownership_dispute (id, finding_id, from_team_id, to_team_id, reason, arbiter, because, opened_by, opened_at)
    select d.id, d.finding_id, ${fromTeamId}::uuid, ${toTeamId}::uuid, ${reason}, ${arbiter}, ${because}::text[], ${openedBy}, ${openedAt}::timestamptz
    from unnest(${disputes.map(({ id }) => id)}::uuid[], ${disputes.map(({ findingId }) => findingId)}::uuid[]) d(id, finding_id)
    on conflict (finding_id) where outcome is null do nothing
    returning finding_id`.execute(tx);
  return rows.map((row) => row.finding_id);
}

export interface DisputeRow {
  id: string;
  finding_id: string;
  finding: Omit<Dispute['finding'], 'priority'> & { priority: number };
  repository_id: string | null;
  from_team: Dispute['from'];
  to_team: Dispute['to'];
  reason: string;
  arbiter: string;
  because: string[];
  opened_by: string;
  opened_at: Date;
  outcome: Dispute['outcome'];
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
}

export async function selectDisputes(
  db: Kysely<DB>,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<DisputeRow[]> {
  const { rows } = await sql<Omit<DisputeRow, 'finding'> & FindingColumns>`
    select d.id, d.finding_id, d.reason, d.arbiter, d.because, d.opened_by, d.opened_at, d.outcome, d.decided_by,
      d.decided_at, d.note, f.repository_id, f.title, f.kind, f.state, f.priority, f.due_at, f.target_kind, f.target_key, f.path,
      json_build_object('key', a.key, 'name', a.name) as from_team,
      case when b.id is not null then json_build_object('key', b.key, 'name', b.name) end as to_team
    from ownership_dispute d
    join v_findings_finding f on f.id = d.finding_id
    join v_organisation_team a on a.id = d.from_team_id
    left join v_organisation_team b on b.id = d.to_team_id
    where ${condition}
    order by d.id desc limit ${limit}`.execute(db);
  return rows.map(({ title, kind, state, priority, due_at, target_kind, target_key, path, ...row }) => ({
    ...row,
    finding: {
      id: toPublicId('finding', row.finding_id),
      title,
      kind,
      state,
      priority,
      dueAt: due_at?.toISOString() ?? null,
      target: { kind: target_kind, key: target_key },
      path,
    },
  }));
}

interface FindingColumns {
  title: string;
  kind: Dispute['finding']['kind'];
  state: Dispute['finding']['state'];
  priority: number;
  due_at: Date | null;
  target_kind: Dispute['finding']['target']['kind'];
  target_key: string;
  path: string | null;
}

export const shownDispute = (row: DisputeRow): Dispute => ({
  id: toPublicId('dispute', row.id),
  finding: { ...row.finding, priority: PRIORITIES[row.finding.priority] ?? 'P4' },
  from: row.from_team,
  to: row.to_team,
  reason: row.reason,
  arbiter: row.arbiter,
  because: row.because,
  openedBy: row.opened_by,
  openedAt: row.opened_at.toISOString(),
  outcome: row.outcome,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  note: row.note,
});

export interface Decision {
  outcome: 'moved' | 'stays' | 'withdrawn';
  by: string;
  at: Date;
  note: string;
}

/** Decides those that are open of these findings. @returns ids of the findings */
export async function decideOpen(
  tx: Transaction<DB>,
  findingIds: readonly string[],
  { outcome, by, at, note }: Decision,
): Promise<string[]> {
  const { rows } = await sql<{ finding_id: string }>`
    update ownership_dispute set outcome = ${outcome}, decided_by = ${by}, decided_at = ${at}, note = ${note}
    where finding_id = any(${findingIds}::uuid[]) and outcome is null
    returning finding_id`.execute(tx);
  return rows.map((row) => row.finding_id);
}
