import { sql } from 'kysely';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import type { MovingDeps } from './moving.ts';
import { EXPIRY, endOverrides, selectOverrides } from './overrides-store.ts';

/** Ended in one transaction; the next hour takes the rest. */
const AT_ONCE = 5000;

/** Writes the end of overrides whose time is over, and has their places resolved again. @returns how many ended */
export async function expireOverrides({
  db,
  clock,
  publishAll,
}: Pick<MovingDeps, 'db' | 'clock' | 'publishAll'>): Promise<number> {
  const now = clock.now();
  return db.transaction().execute(async (tx) => {
    const late = await selectOverrides(tx, sql`o.ended_at is null and o.expires_at <= ${now}`, AT_ONCE);
    await endOverrides(
      tx,
      late.map(({ id }) => id),
      EXPIRY,
      now,
    );
    const places = new Map<string, { repositoryId: string } | { resource: string }>();
    for (const { id, repository_id: repositoryId, repository, resource, pattern, team_key: team } of late) {
      const place = repositoryId === null ? { resource: resource! } : { repositoryId };
      places.set(JSON.stringify(place), place);
      const subject = toPublicId('override', id);
      await audit(tx, 'system', 'ownership.override.expired', subject, {
        repository,
        resource,
        pattern,
        team,
      });
    }
    await publishAll(
      tx,
      [...places.values()].map((place) => ({ type: 'ownership.changed', ...place })),
    );
    return late.length;
  });
}
