import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { OwnershipHistory, ownershipHistoryQuery } from '../../../contract/ownership-history.ts';
import { AppError } from '../../../kernel/errors.ts';
import { lockFor } from '../../../platform/database/database.ts';
import { findRepository } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { MovingDeps } from '../moving/moving.ts';
import { loadOwnership } from '../service.ts';
import { selectOverridesInForce } from '../store.ts';
import { type OwnedRule, rulesOf } from './period-rules.ts';

/** Writes who owns what from now on, in sets: a rule that names the same team as before goes on. */
export async function keepPeriods(
  { db, clock }: Pick<MovingDeps, 'db' | 'clock'>,
  repositoryId: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockFor(tx, 'ownership-periods', repositoryId);
    const now = clock.now();
    const { map, registry } = await loadOwnership(tx, repositoryId, now);
    const teamKeys = new Map(registry.teams.map(({ id, key }) => [id, key]));
    const overrides = await selectOverridesInForce(tx, repositoryId, now, teamKeys);
    await replacePeriods(tx, repositoryId, rulesOf(map, registry, overrides), now);
  });
}

async function replacePeriods(
  tx: Kysely<DB>,
  repositoryId: string,
  rules: readonly OwnedRule[],
  now: Date,
): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as n(rule text, team text, source text)`;
  await sql`
    with given as (select * from ${given}), ended as (
      update ownership_period p set ended_at = greatest(${now}::timestamptz, begun_at)
      where p.repository_id = ${repositoryId} and p.ended_at is null and not exists (
        select from given n where (n.rule, n.team, n.source) = (p.rule, p.team, p.source))
    ) select`.execute(tx);
  await sql`
    insert into ownership_period (repository_id, rule, team, source, begun_at)
    select ${repositoryId}::uuid, rule, team, source, ${now} from ${given}
    on conflict do nothing`.execute(tx);
}

/**
 * Who owned what in a repository: the newest first; with `at`, what held at that moment.
 * @throws AppError LK-NOT-FOUND, LK-VALIDATION for a cursor of another list
 */
export async function listPeriods(
  db: Kysely<DB>,
  repositoryKey: string,
  { at, cursor, limit }: z.output<typeof ownershipHistoryQuery>,
): Promise<OwnershipHistory> {
  const repository = await findRepository(db, { key: repositoryKey });
  if (!repository) throw new AppError('LK-NOT-FOUND', `There is no repository called ${repositoryKey}.`);
  const conditions: RawBuilder<unknown>[] = [sql`repository_id = ${repository.id}`];
  if (at !== undefined) conditions.push(sql`begun_at <= ${at} and (ended_at is null or ended_at > ${at})`);
  if (cursor !== undefined) {
    const [begunAt, rule] = readCursor(cursor);
    conditions.push(sql`(begun_at, rule) < (${begunAt}::timestamptz, ${rule})`);
  }
  const { rows } = await sql<PeriodRow>`
    select rule, team, source, begun_at, ended_at from ownership_period
    where ${sql.join(conditions, sql` and `)}
    order by begun_at desc, rule desc limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit).map(({ begun_at, ended_at, ...row }) => ({
    ...row,
    begunAt: begun_at.toISOString(),
    endedAt: ended_at?.toISOString() ?? null,
  }));
  const last = items.at(-1);
  const next = rows.length > limit && last ? cursorOf([last.begunAt, last.rule]) : null;
  return { items, next };
}

interface PeriodRow extends OwnedRule {
  begun_at: Date;
  ended_at: Date | null;
}

const cursorOf = (place: [string, string]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string): [string, string] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(place) && typeof place[0] === 'string' && typeof place[1] === 'string') {
      if (!Number.isNaN(Date.parse(place[0])) && !place[1].includes('\0')) return [place[0], place[1]];
    }
  } catch {
    // Told below.
  }
  throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
}
