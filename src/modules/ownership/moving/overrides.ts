import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import type {
  AddOverride,
  listOverridesQuery,
  OverridePage,
  OwnershipOverride,
} from '../../../contract/overrides.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import { audit } from '../../access/public.ts';
import { findRepository } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import { cursorId } from '../cursor-id.ts';
import { settleByOverride } from './disputes.ts';
import { findDisputable } from './disputes-store.ts';
import { type MovingDeps, ownershipChanged } from './moving.ts';
import { checkedPlace, expiryWithin } from './override-words.ts';
import { endOverrides, selectOverrides, shownOverride } from './overrides-store.ts';
import { type OverridePlace, placeOfFinding } from './place-of-finding.ts';
import { putOverride } from './put-override.ts';
import { objectionToTaking, type Speaker } from './taking.ts';
import { owningTeam } from './who-speaks.ts';

/** Long enough to correct a file, short enough not to be forgotten. */
const DEFAULT_DAYS = 90;

type Tx = Transaction<DB>;

/**
 * "This is ours": an override for the speaker's own team, or by security and admins for any. The same word again
 * changes nothing; a newer one on the same place replaces the older.
 * @throws AppError LK-NOT-FOUND, LK-VALIDATION (pattern, date, unknown or retired team), LK-FORBIDDEN
 */
export async function addOverride(
  deps: MovingDeps,
  asked: AddOverride,
  speaker: Speaker,
): Promise<OwnershipOverride> {
  const now = deps.clock.now();
  const expiresAt = expiryWithin(asked.until, now, DEFAULT_DAYS);
  return deps.db.transaction().execute(async (tx) => {
    const team = await owningTeam(tx, asked.team);
    const objection = objectionToTaking(speaker, team.key);
    if (objection) throw new AppError('LK-FORBIDDEN', objection);
    const { place, findingId } = await placeOf(tx, asked);
    const { reason } = asked;
    const made = await putOverride(deps, tx, {
      place,
      team,
      reason,
      by: speaker.label,
      expiresAt,
      keep: asked.until === undefined,
    });
    if (findingId) await settleByOverride(deps, tx, findingId, team, { by: speaker.label, reason });
    return made;
  });
}

async function placeOf(
  tx: Tx,
  { finding, scope, repository, pattern = '', resource }: AddOverride,
): Promise<{ place: OverridePlace; findingId: string | null }> {
  if (finding !== undefined) {
    const found = await findDisputable(tx, finding);
    return { place: checkedPlace(placeOfFinding(found, scope ?? 'file')), findingId: found.id };
  }
  if (resource !== undefined) return { place: { resource }, findingId: null };
  const known = await findRepository(tx, { key: repository! });
  if (!known) throw new AppError('LK-NOT-FOUND', `There is no repository called ${repository}.`);
  return { place: checkedPlace({ repositoryId: known.id, pattern }), findingId: null };
}

/**
 * Undoes an override: whoever made it, its team, security and admins may. Ended twice is ended once.
 * @param publicId `ovr_…`
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN
 */
export async function endOverride(
  { db, clock, publish }: Pick<MovingDeps, 'db' | 'clock' | 'publish'>,
  publicId: string,
  speaker: Speaker,
): Promise<OwnershipOverride> {
  const id = fromPublicId('override', publicId);
  const now = clock.now();
  return db.transaction().execute(async (tx) => {
    const [row] = id ? await selectOverrides(tx, sql`o.id = ${id}`, 1) : [];
    if (!row) throw new AppError('LK-NOT-FOUND', `There is no override ${publicId}.`);
    if (row.made_by !== speaker.label && !speaker.forAll && !speaker.teams.has(row.team_key))
      throw new AppError(
        'LK-FORBIDDEN',
        `Whoever made it, a member of ${row.team_key} or security can end it.`,
      );
    if (!row.ended_at) {
      await endOverrides(tx, [row.id], speaker.label, now);
      await audit(tx, speaker.label, 'ownership.override.end', publicId, {
        repository: row.repository,
        pattern: row.pattern,
      });
      await ownershipChanged(
        publish,
        tx,
        row.repository_id ? { repositoryId: row.repository_id } : { resource: row.resource! },
      );
    }
    const [ended] = await selectOverrides(tx, sql`o.id = ${row.id}`, 1);
    return shownOverride(ended!, now);
  });
}

export async function listOverrides(
  db: Database<DB>,
  query: z.output<typeof listOverridesQuery>,
  now: Date,
): Promise<OverridePage> {
  const conditions: RawBuilder<unknown>[] = [];
  if (query.state === 'in-force') conditions.push(sql`o.ended_at is null and o.expires_at > ${now}`);
  if (query.repository !== undefined) conditions.push(sql`r.key = ${query.repository}`);
  if (query.team !== undefined) conditions.push(sql`t.key = ${query.team}`);
  if (query.cursor !== undefined) conditions.push(sql`o.id < ${cursorId('override', query.cursor)}`);
  const rows = await selectOverrides(
    db,
    conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`,
    query.limit + 1,
  );
  const items = rows.slice(0, query.limit).map((row) => shownOverride(row, now));
  return { items, next: rows.length > query.limit ? items.at(-1)!.id : null };
}
