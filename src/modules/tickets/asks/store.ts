import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { AskKind } from '../../../contract/ask-kinds.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import type { Course } from './course.ts';

type Tx = Transaction<DB>;

export interface StoredAsk extends Course {
  id: string;
  queue: string;
  number: number;
  kind: AskKind;
  fromTeamId: string;
  toTeamId: string;
  title: string;
  text: string;
  priority: number;
  dueAt: Date | null;
  sprint: string | null;
  assignee: string | null;
  askedById: string | null;
  askedByName: string;
  repositoryId: string | null;
  fixId: string | null;
  findingId: string | null;
  edited: string[];
  routedBecause: string;
  openedAt: Date;
}

const COLUMNS = sql`
  id, queue, number, kind, from_team_id as "fromTeamId", to_team_id as "toTeamId", title, text, state, because,
  waits_for as "waitsFor", waits_since as "waitsSince", priority, due_at as "dueAt", sprint, assignee,
  asked_by as "askedById", asked_by_name as "askedByName", repository_id as "repositoryId", fix_id as "fixId",
  finding_id as "findingId", edited, routed_because as "routedBecause", opened_at as "openedAt", closed_at as "closedAt"`;

/** Held until the transaction ends: what two people do to one ask happens one after the other. */
export async function lockAsk(tx: Tx, id: string): Promise<StoredAsk> {
  const { rows } = await sql<StoredAsk>`select ${COLUMNS} from ask where id = ${id} for update`.execute(tx);
  if (!rows[0]) throw new AppError('LK-NOT-FOUND', 'there is no such ask');
  return rows[0];
}

/** @param asked.once what it was asked by; @returns null when that asked before */
export async function insertAsk(
  tx: Tx,
  asked: StoredAsk & { once: string | null },
): Promise<{ id: string } | null> {
  const row = {
    id: asked.id,
    queue: asked.queue,
    number: asked.number,
    kind: asked.kind,
    from_team_id: asked.fromTeamId,
    to_team_id: asked.toTeamId,
    title: asked.title,
    text: asked.text,
    state: asked.state,
    waits_for: asked.waitsFor,
    waits_since: asked.waitsSince,
    priority: asked.priority,
    due_at: asked.dueAt,
    sprint: asked.sprint,
    assignee: asked.assignee,
    asked_by: asked.askedById,
    asked_by_name: asked.askedByName,
    repository_id: asked.repositoryId,
    fix_id: asked.fixId,
    finding_id: asked.findingId,
    routed_because: asked.routedBecause,
    once: asked.once,
    opened_at: asked.openedAt,
    changed_at: asked.openedAt,
  };
  const made = await tx.insertInto('ask').values(row).returning('id').executeTakeFirst();
  return made ?? null;
}

export async function askedBy(tx: Tx, once: string): Promise<string | null> {
  const row = await tx.selectFrom('ask').select('id').where('once', '=', once).executeTakeFirst();
  return row?.id ?? null;
}

/** Writes what may change of an ask. */
export const updateAsk = (tx: Tx, asked: StoredAsk, now: Date, movedToId: string | null = null) =>
  tx
    .updateTable('ask')
    .set({
      title: asked.title,
      text: asked.text,
      state: asked.state,
      because: asked.because,
      waits_for: asked.waitsFor,
      waits_since: asked.waitsSince,
      priority: asked.priority,
      due_at: asked.dueAt,
      sprint: asked.sprint,
      assignee: asked.assignee,
      edited: asked.edited,
      closed_at: asked.closedAt,
      changed_at: now,
      ...(movedToId !== null && { moved_to_id: movedToId }),
    })
    .where('id', '=', asked.id)
    .execute();

export interface AskComment {
  id: string;
  ask_id: string;
  at: Date;
  actor: string;
  text: string;
}

/** Those that are there already are left alone. */
export async function addAskComments(tx: Tx, comments: readonly AskComment[]): Promise<void> {
  if (comments.length === 0) return;
  await sql`insert into ask_comment (id, ask_id, at, actor, text)
    select id, ask_id, at, actor, text
    from jsonb_populate_recordset(null::ask_comment, ${JSON.stringify(comments)}::jsonb)
    on conflict (id) do nothing`.execute(tx);
}

/** What was said goes along to the queue in which it goes on. */
export const copyComments = (tx: Tx, from: string, to: string): Promise<unknown> =>
  sql`insert into ask_comment (id, ask_id, at, actor, text)
    select gen_random_uuid(), ${to}, at, actor, text from ask_comment where ask_id = ${from}`.execute(tx);

/** By id (`ask_…`) or by key (`PAY-12`). */
export async function findAskId(db: Kysely<DB>, text: string): Promise<string> {
  const id = fromPublicId('ask', text);
  const dash = text.lastIndexOf('-');
  const digits = text.slice(dash + 1);
  const byKey = dash > 0 && /^[1-9]\d{0,8}$/.test(digits);
  const query = db.selectFrom('ask').select('id');
  const found = id
    ? await query.where('id', '=', id).executeTakeFirst()
    : byKey
      ? await query
          .where('queue', '=', text.slice(0, dash))
          .where('number', '=', Number(digits))
          .executeTakeFirst()
      : undefined;
  if (!found) throw new AppError('LK-NOT-FOUND', `there is no ask ${text.slice(0, 100)}`);
  return found.id;
}

/** Teams of security in which this person works; a partner accompanies other teams and is not counted there. */
export async function securityTeamsOf(db: Kysely<DB>, email: string | null): Promise<string[]> {
  if (email === null) return [];
  const { rows } = await sql<{ key: string }>`
    select t.key from v_organisation_member m
    join v_access_person p on p.id = m.person_id
    join v_organisation_team t on t.id = m.team_id
    where lower(p.email) = lower(${email}) and t.kind = 'security' and t.retired_at is null`.execute(db);
  return rows.map(({ key }) => key);
}

/** What an ask is about, and the team that owns it. */
export interface About {
  repositoryId: string | null;
  fixId: string | null;
  findingId: string | null;
  ownerTeamId: string | null;
}

const ofRepository = (id: RawBuilder<unknown>) => sql`
  (select t.id from v_ownership_coverage c join v_organisation_team t on t.key = c.team
   where c.repository_id = ${id} and c.folder = '' limit 1)`;

export async function aboutFinding(db: Kysely<DB>, id: string): Promise<About | null> {
  const { rows } = await sql<About>`
    select f.repository_id as "repositoryId", f.fix_id as "fixId", f.id as "findingId",
      f.owner_team_id as "ownerTeamId"
    from v_findings_finding f where f.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function aboutFix(db: Kysely<DB>, id: string): Promise<About | null> {
  const { rows } = await sql<About>`
    select (select r.id from v_organisation_repository r where x.target_kind = 'repository' and r.key = x.target_key)
        as "repositoryId",
      x.id as "fixId", null::uuid as "findingId", x.owner_team_id as "ownerTeamId"
    from v_findings_fix x where x.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function aboutRepository(db: Kysely<DB>, key: string): Promise<About | null> {
  const { rows } = await sql<About>`
    select r.id as "repositoryId", null::uuid as "fixId", null::uuid as "findingId",
      ${ofRepository(sql`r.id`)} as "ownerTeamId"
    from v_organisation_repository r where r.key = ${key}`.execute(db);
  return rows[0] ?? null;
}
