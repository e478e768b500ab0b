import { sql, type Transaction } from 'kysely';
import type { DB } from '../schema.gen.ts';
import { type BaseImage, type LayeredImage, originsOf } from './base-images.ts';

type Tx = Transaction<DB>;

/** Brings the layers of an image to what its newest complete scan lists; the same list writes no row. */
export async function keepLayers(tx: Tx, streamId: string, layers: readonly string[]): Promise<void> {
  await sql`delete from image_layer where stream_id = ${streamId} and layer <> all(${layers}::text[])`.execute(
    tx,
  );
  if (layers.length === 0) return;
  await sql`insert into image_layer (stream_id, layer)
    select ${streamId}, layer from unnest(${layers}::text[]) layer
    on conflict do nothing`.execute(tx);
}

/** Which other scanned image each of these layers comes from; see `originsOf`. */
export async function loadOrigins(
  tx: Tx,
  targetId: string,
  layers: readonly string[],
): Promise<ReadonlyMap<string, BaseImage>> {
  if (layers.length === 0) return new Map();
  const { rows } = await sql<LayeredImage>`
    select s.target_id as "targetId", t.key, array_agg(l.layer) as layers
    from image_layer l join stream s on s.id = l.stream_id join target t on t.id = s.target_id
    where l.stream_id in (select stream_id from image_layer where layer = any(${layers}::text[]))
      and s.target_id <> ${targetId}
    group by s.id, t.id having bool_and(l.layer = any(${layers}::text[]))`.execute(tx);
  return originsOf(layers, rows);
}
