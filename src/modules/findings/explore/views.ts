import { type Kysely, sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import type {
  changeView as changeView_,
  keepView as keepView_,
  SavedView,
} from '../../../contract/saved-views.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, type IdSource, toPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';

export interface ViewDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
}

/** Whose views: a program has none. */
export interface Viewer {
  personId: string;
  label: string;
}

/** More would be a list of its own. */
const MOST = 200;

interface Row {
  id: string;
  page: SavedView['page'];
  name: string;
  query: SavedView['search'];
  by: string;
  mine: boolean;
  team_key: string | null;
  team_name: string | null;
  created_at: Date;
}

const shown = (row: Row): SavedView => ({
  id: toPublicId('view', row.id),
  page: row.page,
  name: row.name,
  search: row.query,
  by: row.by,
  mine: row.mine,
  team: row.team_key === null ? null : { key: row.team_key, name: row.team_name ?? row.team_key },
  at: row.created_at.toISOString(),
});

async function select(
  db: Kysely<DB>,
  { personId }: Viewer,
  where: ReturnType<typeof sql>,
): Promise<SavedView[]> {
  const { rows } = await sql<Row>`
    select v.id, v.page, v.name, v.query, p.name as by, v.person_id = ${personId} as mine, t.key as team_key,
      t.name as team_name, v.created_at
    from saved_view v join v_access_person p on p.id = v.person_id
    left join v_organisation_team t on t.id = v.team_id
    where (v.person_id = ${personId}
      or v.team_id in (select team_id from v_organisation_member where person_id = ${personId})) and ${where}
    order by lower(v.name), v.id limit ${MOST}::int`.execute(db);
  return rows.map(shown);
}

/** One's own and those given to one's teams. */
export const listViews = (db: Kysely<DB>, viewer: Viewer, page: string): Promise<SavedView[]> =>
  select(db, viewer, sql`v.page = ${page}`);

/** @throws AppError LK-CONFLICT for a name that one has, LK-VALIDATION for a team that one is not in */
export async function keepView(
  { db, ids, clock }: ViewDeps,
  viewer: Viewer,
  { page, name, search, team }: z.output<typeof keepView_>,
): Promise<SavedView> {
  return db.transaction().execute(async (tx) => {
    const teamId = await ownTeam(tx, viewer, team);
    const id = ids.next();
    const { numAffectedRows } = await sql`
      insert into saved_view (id, page, name, person_id, team_id, query, created_at)
      select ${id}, ${page}, ${name}, ${viewer.personId}, ${teamId}::uuid, ${JSON.stringify(search)}::jsonb, ${clock.now()}
      where (select count(*) from saved_view where person_id = ${viewer.personId} and page = ${page}) < ${MOST}::int
      on conflict do nothing`.execute(tx);
    if (!numAffectedRows) throw taken(name);
    await audit(tx, viewer.label, 'view.keep', toPublicId('view', id), { page, name, team });
    return (await select(tx, viewer, sql`v.id = ${id}`))[0]!;
  });
}

/** @throws AppError LK-NOT-FOUND for what is not one's own, LK-CONFLICT, LK-VALIDATION */
export async function changeView(
  { db }: ViewDeps,
  viewer: Viewer,
  publicId: string,
  change: z.output<typeof changeView_>,
): Promise<SavedView> {
  return db.transaction().execute(async (tx) => {
    const id = await ownView(tx, viewer, publicId);
    const { name, search, team } = change;
    if (team !== undefined) {
      const teamId = await ownTeam(tx, viewer, team);
      await sql`update saved_view set team_id = ${teamId}::uuid where id = ${id}`.execute(tx);
    }
    if (search !== undefined)
      await sql`update saved_view set query = ${JSON.stringify(search)}::jsonb where id = ${id}`.execute(tx);
    if (name !== undefined) {
      const { numAffectedRows } = await sql`
        update saved_view v set name = ${name} where id = ${id} and not exists (select from saved_view o
          where o.person_id = v.person_id and o.page = v.page and o.id <> v.id and lower(o.name) = lower(${name}))`.execute(
        tx,
      );
      if (!numAffectedRows) throw taken(name);
    }
    await audit(tx, viewer.label, 'view.change', publicId, { name, team });
    return (await select(tx, viewer, sql`v.id = ${id}`))[0]!;
  });
}

/** @throws AppError LK-NOT-FOUND for what is not one's own */
export async function removeView({ db }: ViewDeps, viewer: Viewer, publicId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const id = await ownView(tx, viewer, publicId);
    await sql`delete from saved_view where id = ${id}`.execute(tx);
    await audit(tx, viewer.label, 'view.remove', publicId);
  });
}

async function ownView(tx: Transaction<DB>, { personId }: Viewer, publicId: string): Promise<string> {
  const id = fromPublicId('view', publicId);
  const { rows } = await sql<{ id: string }>`
    select id from saved_view where id = ${id} and person_id = ${personId} for update`.execute(tx);
  if (!rows[0]) throw new AppError('LK-NOT-FOUND', 'There is no view of yours with that id.');
  return rows[0].id;
}

async function ownTeam(
  tx: Transaction<DB>,
  { personId }: Viewer,
  key: string | null,
): Promise<string | null> {
  if (key === null) return null;
  const { rows } = await sql<{ id: string }>`
    select t.id from v_organisation_team t join v_organisation_member m on m.team_id = t.id
    where t.key = ${key} and m.person_id = ${personId} limit 1`.execute(tx);
  if (!rows[0]) throw new AppError('LK-VALIDATION', `team: you do not belong to ${key}`);
  return rows[0].id;
}

const taken = (name: string): AppError =>
  new AppError(
    'LK-CONFLICT',
    `You have a view called “${name}” already, or as many as fit: pick another name.`,
  );
