import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { OwnershipOverride } from '../../../contract/overrides.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import type { OverridePlace } from './place-of-finding.ts';

export interface OverrideRow {
  id: string;
  repository_id: string | null;
  repository: string | null;
  pattern: string;
  resource: string | null;
  team_key: string;
  team_name: string;
  reason: string;
  made_by: string;
  made_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
}

/** Who ends an override whose time is over. */
export const EXPIRY = 'expiry';

export const selectOverrides = async (
  db: Kysely<DB>,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<OverrideRow[]> => {
  const { rows } = await sql<OverrideRow>`
    select o.id, o.repository_id, r.key as repository, o.pattern, o.resource, t.key as team_key, t.name as team_name,
      o.reason, o.made_by, o.made_at, o.expires_at, o.ended_at, o.ended_by
    from ownership_override o
    join v_organisation_team t on t.id = o.team_id
    left join v_organisation_repository r on r.id = o.repository_id
    where ${condition}
    order by o.id desc limit ${limit}`.execute(db);
  return rows;
};

export const isAt = (place: OverridePlace): RawBuilder<unknown> =>
  'resource' in place
    ? sql`o.resource = ${place.resource}`
    : sql`o.repository_id = ${place.repositoryId} and o.pattern = ${place.pattern}`;

export async function insertOverride(
  tx: Kysely<DB>,
  row: {
    id: string;
    place: OverridePlace;
    teamId: string;
    reason: string;
    madeBy: string;
    madeAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  const { place } = row;
  await tx
    .insertInto('ownership_override')
    .values({
      id: row.id,
      repository_id: 'resource' in place ? null : place.repositoryId,
      pattern: 'resource' in place ? '' : place.pattern,
      resource: 'resource' in place ? place.resource : null,
      team_id: row.teamId,
      reason: row.reason,
      made_by: row.madeBy,
      made_at: row.madeAt,
      expires_at: row.expiresAt,
    })
    .execute();
}

/** Ended at its own time where that has passed already. */
export async function endOverrides(tx: Kysely<DB>, ids: string[], by: string, at: Date): Promise<void> {
  await sql`update ownership_override set ended_at = least(${at}::timestamptz, expires_at), ended_by = ${by}
    where id = any(${ids}::uuid[]) and ended_at is null`.execute(tx);
}

export const shownOverride = (row: OverrideRow, now: Date): OwnershipOverride => ({
  id: toPublicId('override', row.id),
  repository: row.repository,
  pattern: row.pattern,
  resource: row.resource,
  team: { key: row.team_key, name: row.team_name },
  reason: row.reason,
  madeBy: row.made_by,
  madeAt: row.made_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  endedBy: row.ended_by,
  state:
    row.ended_by === EXPIRY || (!row.ended_at && row.expires_at <= now)
      ? 'expired'
      : row.ended_at
        ? 'ended'
        : 'in-force',
});
