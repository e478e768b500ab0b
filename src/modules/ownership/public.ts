import type { Kysely } from 'kysely';
import { loadRegistry } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
export const loadOwnershipMap = async (db: Kysely<DB>, _repositoryId: string | null) => ({
  registry: await loadRegistry(db),
});
export const ownershipRoutes = (_deps: object) => async () => {};
