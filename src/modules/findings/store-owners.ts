import type { Kysely } from 'kysely';
import { sql, type Transaction } from 'kysely';
import type { FindingState } from '../../kernel/finding.ts';
import type { FindingKind, Resource } from '../../kernel/observation.ts';
import type { DB } from '../schema.gen.ts';

type Tx = Transaction<DB>;

/** An open finding with what says whose it is. */
export interface OwnedFinding {
  id: string;
  kind: FindingKind;
  path: string | null;
  resource: Resource | null;
  url: string | null;
  component: string | null;
  ownerTeamId: string;
  unowned: boolean;
  fixId: string | null;
  /** Which step of the resolution answered. */
  ownerSource: string | null;
  decisionReasonId: string;
}

/** Columns of `finding f` left joined with its reason of ownership `r`. */
export const OWNED = sql`f.id, f.kind, f.path, case when f.detail ? 'resource' then f.detail -> 'resource' end as resource,
  f.detail -> 'web' ->> 'url' as url, f.component, f.owner_team_id as "ownerTeamId", f.unowned, f.fix_id as "fixId", r.source as "ownerSource",
  f.decision_reason_id as "decisionReasonId"`;

/** Streams of a target, one after the other: what is open of each is read by its own index. */
export async function streamsOf(db: Kysely<DB>, targetId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('stream')
    .select('id')
    .where('target_id', '=', targetId)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Where reading stopped. */
export interface ReadUntil {
  key: string;
  id: string;
}

/** The next open findings of a stream, by key. */
export async function readOwned(
  db: Kysely<DB>,
  of: { streamId: string; state: Extract<FindingState, 'open' | 'reopened'> },
  after: ReadUntil | null,
  limit: number,
): Promise<(OwnedFinding & ReadUntil)[]> {
  const { rows } = await sql<OwnedFinding & ReadUntil>`
    select ${OWNED}, f.key from finding f left join reason r on r.id = f.owner_reason_id
    where f.stream_id = ${of.streamId} and f.state = ${of.state}
      ${after ? sql`and f.key >= ${after.key} and (f.key, f.id) > (${after.key}::uuid, ${after.id}::uuid)` : sql``}
    order by f.key, f.id limit ${limit}`.execute(db);
  return rows;
}

/** A finding as its new owner has it. */
export interface OwnerChange {
  id: string;
  ownerTeamId: string;
  ownerReasonId: string;
  unowned: boolean;
  /** The fix that is its own now; one that follows keeps its leader's until it is correlated again. */
  ownFixId: string | null;
  follows: boolean;
  decisionReasonId: string;
  priority: number;
  /** ISO 8601. */
  dueAt: string | null;
  reviewAt: string | null;
  route: string | null;
  /** Null: the decision stays as it is. */
  decided: { policyVersion: number; at: string } | null;
}

/** Writes new owners in one statement. When it was changed by a scan stays as it is: no scan loses its say. */
export async function updateOwners(tx: Tx, changes: readonly OwnerChange[]): Promise<void> {
  const column = <Value>(pick: (change: OwnerChange) => Value): Value[] => changes.map(pick);
  await sql`
    update finding f set owner_team_id = u.owner_team_id, owner_reason_id = u.owner_reason_id, unowned = u.unowned,
      fix_id = case when u.follows then f.fix_id else u.own_fix_id end,
      own_fix_id = case when u.follows then nullif(u.own_fix_id, f.fix_id) end,
      decision_reason_id = u.decision_reason_id, priority = u.priority, due_at = u.due_at, review_at = u.review_at,
      route = u.route, policy_version = coalesce(u.policy_version, f.policy_version),
      decided_at = coalesce(u.decided_at, f.decided_at)
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ ownerTeamId }) => ownerTeamId)}::uuid[],
      ${column(({ ownerReasonId }) => ownerReasonId)}::uuid[], ${column(({ unowned }) => unowned)}::boolean[],
      ${column(({ follows }) => follows)}::boolean[], ${column(({ ownFixId }) => ownFixId)}::uuid[],
      ${column(({ decisionReasonId }) => decisionReasonId)}::uuid[], ${column(({ priority }) => priority)}::smallint[],
      ${column(({ dueAt }) => dueAt)}::timestamptz[], ${column(({ reviewAt }) => reviewAt)}::timestamptz[],
      ${column(({ route }) => route)}::text[], ${column(({ decided }) => decided?.policyVersion ?? null)}::int[],
      ${column(({ decided }) => decided?.at ?? null)}::timestamptz[])
      u(id, owner_team_id, owner_reason_id, unowned, follows, own_fix_id, decision_reason_id, priority, due_at,
        review_at, route, policy_version, decided_at)
    where f.id = u.id`.execute(tx);
}

/**
 * Says of fixes that are closed because their findings have another owner where the work went; of those whose work had
 * gone to one of these, too.
 */
export async function markMoved(tx: Tx, targetId: string, moves: ReadonlyMap<string, string>): Promise<void> {
  if (moves.size === 0) return;
  // Found first, by arrays: a join with what counts as rare, closed fixes, compares each of them with each move.
  const from = [...moves.keys()];
  const { rows } = await sql<{ id: string; movedTo: string | null }>`
    select id, moved_to_id as "movedTo" from fix where target_id = ${targetId} and state = 'closed'
      and (id = any(${from}::uuid[]) or moved_to_id = any(${from}::uuid[]))`.execute(tx);
  const gone = rows.flatMap(({ id, movedTo }) => {
    const to = moves.get(id) ?? moves.get(movedTo ?? '');
    return to === undefined || to === id ? [] : [{ id, to }];
  });
  if (gone.length === 0) return;
  await sql`
    update fix x set moved_to_id = g.to_id
    from unnest(${gone.map(({ id }) => id)}::uuid[], ${gone.map(({ to }) => to)}::uuid[]) g(id, to_id)
    where x.id = g.id`.execute(tx);
}

/** A fix whose findings count as owned now, or no longer, says so too. */
export async function markUnowned(tx: Tx, unowned: ReadonlyMap<string, boolean>): Promise<void> {
  if (unowned.size === 0) return;
  await sql`
    update fix x set unowned = u.unowned
    from unnest(${[...unowned.keys()]}::uuid[], ${[...unowned.values()]}::boolean[]) u(id, unowned)
    where x.id = u.id and x.unowned <> u.unowned`.execute(tx);
}
