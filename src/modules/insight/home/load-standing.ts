import type { Kysely } from 'kysely';
import type { Actor } from '../../access/public.ts';
import { loadRegistry } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type HomeStanding, standingIn } from './standing-in.ts';

/** What whoever asks is, and to whom. A program runs the house, as far as its token lets it, and is in no team. */
export async function loadStanding(db: Kysely<DB>, actor: Actor): Promise<HomeStanding> {
  if (actor.personId === null)
    return { roles: actor.scopes.includes('admin') ? ['admin'] : [], teams: [], units: [] };
  const registry = await loadRegistry(db);
  const keys = new Map([...registry.units.values()].flatMap(({ id, key }) => (id ? [[id, key]] : [])));
  return standingIn(registry, keys, actor);
}
