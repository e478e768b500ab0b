import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { Role } from '../../../contract/access.ts';
import type {
  changeMarker,
  Marker,
  MarkerList,
  markersQuery,
  WriteMarker,
} from '../../../contract/insights/markers.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, type IdSource, toPublicId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { type Actor, audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { aboutScope } from '../asking/marks.ts';
import { demandRole } from '../asking/place.ts';
import { findScope, type Scope } from '../asking/scope.ts';
import { deleteMarker, insertMarker, selectMarkers, updateMarker } from './store.ts';

const WRITERS: readonly Role[] = ['security', 'leader', 'manager', 'partner', 'champion'];

export async function listMarkers(
  db: Kysely<DB>,
  { team, unit, from, to }: z.output<typeof markersQuery>,
): Promise<MarkerList> {
  const scope = await findScope(db, { team, unit });
  const conditions = [
    sql`(${aboutScope(scope)})`,
    ...(from === undefined ? [] : [sql`m.at >= ${from}::date`]),
    ...(to === undefined ? [] : [sql`m.at <= ${to}::date`]),
  ];
  return { items: await selectMarkers(db, sql.join(conditions, sql` and `)) };
}

/** @throws AppError LK-NOT-FOUND */
export async function markerOf(db: Kysely<DB>, publicId: string): Promise<{ id: string; marker: Marker }> {
  const id = fromPublicId('marker', publicId);
  const [marker] = id === null ? [] : await selectMarkers(db, sql`m.id = ${id}`);
  if (id === null || !marker) throw new AppError('LK-NOT-FOUND', `there is no marker ${publicId}`);
  return { id, marker };
}

/**
 * @throws AppError LK-FORBIDDEN when they have no such role there
 * @throws AppError LK-NOT-FOUND, LK-VALIDATION for its team, unit or rule
 */
export async function addMarker(
  tx: Tx<DB>,
  ids: IdSource,
  written: WriteMarker,
  actor: Actor,
  now: Date,
): Promise<Marker> {
  const placed = await placedMarker(tx, written, actor);
  const id = ids.next();
  await insertMarker(tx, id, placed, actor.label, now);
  await audit(tx, actor.label, 'marker.add', toPublicId('marker', id), { ...written });
  return (await selectMarkers(tx, sql`m.id = ${id}`))[0]!;
}

/** Whoever may write where it is, and where it is to be. Throws as `addMarker`. */
export async function editMarker(
  tx: Tx<DB>,
  publicId: string,
  change: z.output<typeof changeMarker>,
  actor: Actor,
): Promise<Marker> {
  const { id, marker } = await markerOf(tx, publicId);
  const before = { ...marker, team: marker.team?.key ?? null, unit: marker.unit?.key ?? null };
  await demandRole(tx, actor, WRITERS, await scopeOfMarker(tx, before));
  await updateMarker(tx, id, await placedMarker(tx, { ...before, ...defined(change) }, actor));
  await audit(tx, actor.label, 'marker.change', marker.id, { ...change });
  return (await selectMarkers(tx, sql`m.id = ${id}`))[0]!;
}

/** Throws as `addMarker`. */
export async function removeMarker(tx: Tx<DB>, publicId: string, actor: Actor): Promise<void> {
  const { id, marker } = await markerOf(tx, publicId);
  const where = { team: marker.team?.key ?? null, unit: marker.unit?.key ?? null };
  await demandRole(tx, actor, WRITERS, await scopeOfMarker(tx, where));
  await deleteMarker(tx, id);
  await audit(tx, actor.label, 'marker.remove', marker.id, { title: marker.title, at: marker.at });
}

async function placedMarker(tx: Tx<DB>, written: WriteMarker, actor: Actor) {
  if (written.rule !== null && written.tool === null)
    throw new AppError('LK-VALIDATION', 'rule: name its tool too');
  const scope = await scopeOfMarker(tx, written);
  await demandRole(tx, actor, WRITERS, scope);
  return {
    ...written,
    teamId: scope.kind === 'team' ? scope.id : null,
    unitId: scope.kind === 'unit' ? scope.id : null,
  };
}

export const scopeOfMarker = (
  db: Kysely<DB>,
  { team, unit }: { team: string | null; unit: string | null },
): Promise<Scope> => findScope(db, { team: team ?? undefined, unit: unit ?? undefined });

const defined = <Change extends object>(change: Change) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Change]: Exclude<Change[Key], undefined>;
  };
