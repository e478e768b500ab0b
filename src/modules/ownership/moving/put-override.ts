import { sql, type Transaction } from 'kysely';
import type { OwnershipOverride } from '../../../contract/overrides.ts';
import { lockFor } from '../../../platform/database/database.ts';
import { audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type MovingDeps, ownershipChanged } from './moving.ts';
import { endOverrides, insertOverride, isAt, selectOverrides, shownOverride } from './overrides-store.ts';
import type { OverridePlace } from './place-of-finding.ts';

export interface OverrideToPut {
  place: OverridePlace;
  team: { id: string; key: string };
  reason: string;
  by: string;
  expiresAt: Date;
  /** One of the same team that is in force is left as it is. */
  keep: boolean;
}

/** Writes the override and tells that ownership changed. */
export async function putOverride(
  { ids, clock, publish }: Pick<MovingDeps, 'ids' | 'clock' | 'publish'>,
  tx: Transaction<DB>,
  { place, team, reason, by, expiresAt, keep }: OverrideToPut,
): Promise<OwnershipOverride> {
  const now = clock.now();
  // Two words on one place at the same moment: the second finds what the first wrote.
  await lockFor(tx, 'override', JSON.stringify(place));
  const before = await selectOverrides(tx, sql`${isAt(place)} and o.ended_at is null`, 100);
  const same = before.find((one) => one.team_key === team.key && one.expires_at > now);
  if (same && (keep || (same.expires_at.getTime() === expiresAt.getTime() && same.reason === reason)))
    return shownOverride(same, now);
  await endOverrides(
    tx,
    before.map(({ id }) => id),
    by,
    now,
  );
  const id = ids.next();
  await insertOverride(tx, { id, place, teamId: team.id, reason, madeBy: by, madeAt: now, expiresAt });
  const [made] = await selectOverrides(tx, sql`o.id = ${id}`, 1);
  const shown = shownOverride(made!, now);
  const { repository, pattern, resource } = shown;
  await audit(tx, by, 'ownership.override', shown.id, {
    repository,
    pattern,
    resource,
    team: team.key,
    reason,
    until: expiresAt.toISOString(),
  });
  await ownershipChanged(publish, tx, place);
  return shown;
}
