import { type Kysely, sql } from 'kysely';
import type {
  MadePublication,
  NewPublication,
  Publication,
  PublicationKind,
} from '../../../contract/publications.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, type IdSource, toPublicId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { audit, hashOf, newSecret } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Scope } from '../asking/scope.ts';
import { COMPANY } from '../rollup/measures.ts';
import { snippetOf } from './snippet.ts';

interface Row {
  id: string;
  kind: PublicationKind;
  title: string;
  team: string | null;
  unit: string | null;
  framedBy: string[];
  createdBy: string;
  createdAt: Date;
}

const shown = (row: Row): Publication => ({
  ...row,
  id: toPublicId('publication', row.id),
  createdAt: row.createdAt.toISOString(),
});

const COLUMNS = sql`p.id, p.kind, p.title, t.key as team, u.key as unit, p.framed_by as "framedBy",
  p.created_by as "createdBy", p.created_at as "createdAt"`;
const SOURCES = sql`publication p left join v_organisation_team t on t.id = p.team_id
  left join v_organisation_unit u on u.id = p.unit_id`;

/** @param scope null = all of them */
export async function listPublications(db: Kysely<DB>, scope: Scope | null): Promise<Publication[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from ${SOURCES}
    where p.revoked_at is null
      and ${scope === null ? sql`true` : sql`coalesce(p.team_id, p.unit_id, ${COMPANY}::uuid) = ${scope.id}::uuid`}
    order by p.created_at desc, p.id desc limit 200`.execute(db);
  return rows.map(shown);
}

export interface ByWhom {
  by: string;
  now: Date;
}

/** @returns what was made, with its address: the key in it is told only now */
export async function makePublication(
  tx: Tx<DB>,
  deps: { ids: IdSource; publicUrl: string },
  scope: Scope,
  { kind, title, framedBy }: NewPublication,
  { by, now }: ByWhom,
): Promise<MadePublication> {
  const key = newSecret();
  const id = deps.ids.next();
  await tx
    .insertInto('publication')
    .values({
      id,
      kind,
      title,
      key_hash: hashOf(key),
      team_id: scope.kind === 'team' ? scope.id : null,
      unit_id: scope.kind === 'unit' ? scope.id : null,
      framed_by: framedBy,
      created_by: by,
      created_at: now,
    })
    .execute();
  const about = { kind, title, framedBy, of: scope.kind === 'company' ? null : scope.key };
  await audit(tx, by, 'publication.make', toPublicId('publication', id), about);
  const row: Row = {
    ...{ id, kind, title, framedBy, createdBy: by, createdAt: now },
    team: scope.kind === 'team' ? scope.key : null,
    unit: scope.kind === 'unit' ? scope.key : null,
  };
  return { ...shown(row), ...snippetOf(kind, title, key, deps.publicUrl) };
}

/**
 * @param scope whose it must be
 * @throws AppError LK-NOT-FOUND when this scope has no such publication, or it was withdrawn before
 */
export async function withdrawPublication(
  tx: Tx<DB>,
  scope: Scope,
  publicId: string,
  { by, now }: ByWhom,
): Promise<void> {
  const id = fromPublicId('publication', publicId);
  const { rows } = await sql<{ kind: string; title: string }>`
    update publication set revoked_at = ${now}
    where id = ${id}::uuid and revoked_at is null
      and coalesce(team_id, unit_id, ${COMPANY}::uuid) = ${scope.id}::uuid
    returning kind, title`.execute(tx);
  if (!rows[0]) throw new AppError('LK-NOT-FOUND', 'There is no such publication here.');
  await audit(tx, by, 'publication.withdraw', publicId, rows[0]);
}

/** What a key of this kind shows, and to whose pages; null for a key that is not known or was withdrawn. */
export async function findPublication(
  db: Kysely<DB>,
  kind: PublicationKind,
  key: string,
): Promise<{ title: string; scope: Scope; framedBy: string[] } | null> {
  const { rows } = await sql<{
    title: string;
    framedBy: string[];
    kind: Scope['kind'];
    id: string;
    key: string;
    name: string;
  }>`
    select p.title, p.framed_by as "framedBy", coalesce(p.team_id, p.unit_id, ${COMPANY}::uuid) as id,
      case when p.team_id is not null then 'team' when p.unit_id is not null then 'unit' else 'company' end as kind,
      coalesce(t.key, u.key, '') as key, coalesce(t.name, u.name, 'All teams') as name
    from ${SOURCES} where p.key_hash = ${hashOf(key)} and p.kind = ${kind} and p.revoked_at is null`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return null;
  const { title, framedBy, ...scope } = row;
  return { title, framedBy, scope };
}
