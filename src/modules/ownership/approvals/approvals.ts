import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import type { Approval, ApprovalPage, listApprovalsQuery } from '../../../contract/approvals.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import { servicesOf } from '../../organisation/public.ts';
import type { FileProblem } from '../../organisation/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { cursorId } from '../cursor-id.ts';
import { rowOf } from '../exposure.ts';
import { type MovingDeps, ownershipChanged } from '../moving/moving.ts';
import { factInWords, stricterOf } from './approval-rules.ts';
import {
  type ApprovalRow,
  deleteFacts,
  endApprovals,
  selectApprovals,
  selectFacts,
  shownApproval,
  upsertFacts,
} from './approvals-store.ts';

const OLDEST_FIRST = sql`a.asked_at, a.id`;
const NEWEST_FIRST = sql`a.asked_at desc, a.id desc`;

/** Those that wait, the oldest first; others the newest first. */
export async function listApprovals(
  db: Kysely<DB>,
  { state, repository, cursor, limit }: z.output<typeof listApprovalsQuery>,
): Promise<ApprovalPage> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (state === 'waiting') conditions.push(sql`a.state = 'waiting'`);
  if (state === 'decided') conditions.push(sql`a.state <> 'waiting'`);
  if (repository !== undefined) conditions.push(sql`r.key = ${repository}`);
  const after = state === 'waiting' ? sql`>` : sql`<`;
  if (cursor !== undefined)
    conditions.push(sql`(a.asked_at, a.id) ${after} (select o.asked_at, o.id from descriptor_approval o
      where o.id = ${cursorId('approval', cursor)})`);
  const order = state === 'waiting' ? OLDEST_FIRST : NEWEST_FIRST;
  const rows = await selectApprovals(db, sql.join(conditions, sql` and `), order, limit + 1);
  const items = rows.slice(0, limit).map(shownApproval);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}

/**
 * Approves a value that lowers the judgement of risk, or refuses it. The same answer again changes nothing.
 * @param publicId `apr_…`
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT when it was answered otherwise, or the file wishes something else by now
 */
export async function answerApproval(
  { db, clock, publish }: Pick<MovingDeps, 'db' | 'clock' | 'publish'>,
  publicId: string,
  answer: { state: 'approved' | 'refused'; note: string | null },
  by: string,
): Promise<Approval> {
  const { state, note } = answer;
  return db.transaction().execute(async (tx) => {
    const row = await lockedApproval(tx, publicId);
    if (row.state === state) return shownApproval(row);
    if (row.state !== 'waiting')
      throw new AppError('LK-CONFLICT', `This does not wait any more: ${row.state} by ${row.decided_by}.`);
    await endApprovals(tx, [row.id], { state, by, at: clock.now(), note });
    if (state === 'approved') await putWishInForce(tx, row);
    const { repository, file, field, current, wished } = row;
    await audit(tx, by, `ownership.approval.${state}`, publicId, {
      repository,
      file,
      field,
      current,
      wished,
      note,
    });
    await ownershipChanged(publish, tx, { repositoryId: row.repository_id });
    return shownApproval(await lockedApproval(tx, publicId));
  });
}

async function lockedApproval(tx: Transaction<DB>, publicId: string): Promise<ApprovalRow> {
  const id = fromPublicId('approval', publicId);
  if (id) await sql`select from descriptor_approval where id = ${id} for update`.execute(tx);
  const [row] = id ? await selectApprovals(tx, sql`a.id = ${id}`, OLDEST_FIRST, 1) : [];
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no approval ${publicId}.`);
  return row;
}

async function putWishInForce(tx: Transaction<DB>, row: ApprovalRow): Promise<void> {
  const { repository_id: repositoryId, file, field, wished } = row;
  const held = await selectFacts(tx, [repositoryId]);
  const fact = held.find((one) => one.subject === file && one.field === field);
  if (!fact) throw new AppError('LK-CONFLICT', `${file} does not ask for this any more.`);
  if (wished === null) return deleteFacts(tx, [fact]);
  const registered = rowOf(await servicesOf(tx, repositoryId), fact.folder);
  const inRegistry = registered && field in registered ? registered[field as keyof typeof registered] : null;
  const isOver = inRegistry !== null && stricterOf(field, inRegistry, wished) === 'looser';
  await upsertFacts(tx, [{ ...fact, value: wished, over: isOver ? inRegistry : null }]);
}

/** What nobody answered in time stays as it was. @returns how many lapsed */
export async function lapseApprovals({ db, clock }: Pick<MovingDeps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now();
  return db.transaction().execute(async (tx) => {
    const late = await selectApprovals(
      tx,
      sql`a.state = 'waiting' and a.lapses_at <= ${now}`,
      OLDEST_FIRST,
      10_000,
    );
    const note = 'nobody answered in time; the stricter value stays';
    const ids = late.map(({ id }) => id);
    const lapsed = await endApprovals(tx, ids, { state: 'lapsed', by: 'Lanekeeper', at: now, note });
    if (lapsed.length > 0)
      await audit(tx, 'system', 'ownership.approval.lapsed', 'approvals', { count: lapsed.length });
    return lapsed.length;
  });
}

/** What a repository's people are told of their wishes that do not count: those that wait, lapsed or were refused. */
export async function waitingProblems(db: Kysely<DB>, repositoryId: string): Promise<FileProblem[]> {
  const rows = await selectApprovals(
    db,
    sql`a.repository_id = ${repositoryId} and a.state in ('waiting', 'refused', 'lapsed') and not exists (
      select from descriptor_approval n where n.repository_id = a.repository_id and n.file = a.file and n.field = a.field
        and (n.asked_at, n.id) > (a.asked_at, a.id))`,
    OLDEST_FIRST,
    500,
  );
  return rows.map((row) => ({
    file: row.file,
    line: 1,
    column: 1,
    level: 'note',
    code: 'waits-for-approval',
    message: `${row.field} ${factInWords(row.wished)} ${stateInWords(row)}; ${factInWords(row.current)} counts until then`,
    suggestion: null,
  }));
}

function stateInWords({ state, asked_at, decided_at, decided_by }: ApprovalRow): string {
  const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? '';
  if (state === 'waiting') return `waits for approval since ${day(asked_at)}`;
  if (state === 'refused') return `was refused by ${decided_by} on ${day(decided_at)}`;
  return `was not approved by ${day(decided_at)}, and is asked again when the file changes`;
}
