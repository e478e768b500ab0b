import { type Kysely, sql } from 'kysely';
import type { FindingFilter } from '../../../contract/finding-filter.ts';
import type { DB } from '../../schema.gen.ts';

type Filter = Partial<FindingFilter>;

/** What the names of a filter stand for; null = the filter does not name such a thing. */
export interface Named {
  teamIds: string[] | null;
  ruleIds: string[] | null;
  repositoryId: string | null;
  streamIds: string[] | null;
}

/** @returns null when something is named that is not there: then nothing matches */
export async function resolveNames(db: Kysely<DB>, filter: Filter): Promise<Named | null> {
  const [teamIds, ruleIds, repositoryId, streamIds] = await Promise.all([
    filter.team || filter.unit !== undefined ? findTeams(db, filter) : null,
    filter.rule === undefined ? null : findRules(db, filter.rule),
    filter.repository === undefined ? null : findRepository(db, filter.repository),
    filter.target === undefined ? null : findStreams(db, filter.target),
  ]);
  const missing = [teamIds, ruleIds, streamIds].some((ids) => ids?.length === 0);
  if (missing || (filter.repository !== undefined && repositoryId === null)) return null;
  return { teamIds, ruleIds, repositoryId, streamIds };
}

async function findTeams(db: Kysely<DB>, { team, unit }: Filter): Promise<string[]> {
  const named = team ? sql`t.key = any(${team}::text[])` : sql`true`;
  const below = sql`
    t.unit_key in (
      with recursive below as (
        select id, key from v_organisation_unit where key = ${unit ?? null}
        union select u.id, u.key from v_organisation_unit u join below b on u.parent_id = b.id
      ) select key from below)`;
  return idsOf(
    await sql<{ id: string }>`
      select t.id from v_organisation_team t where ${named} and ${unit === undefined ? sql`true` : below}`.execute(
      db,
    ),
  );
}

/** More rules of one name are not one thing any more. */
const MOST_RULES = 200;

const findRules = async (db: Kysely<DB>, rule: string): Promise<string[]> =>
  idsOf(
    await sql<{ id: string }>`
      select id from rule where key = ${rule} limit ${MOST_RULES}::int`.execute(db),
  );

const findRepository = async (db: Kysely<DB>, key: string): Promise<string | null> =>
  idsOf(
    await sql<{ id: string }>`select id from v_organisation_repository where key = ${key}`.execute(db),
  )[0] ?? null;

const findStreams = async (db: Kysely<DB>, key: string): Promise<string[]> =>
  idsOf(
    await sql<{ id: string }>`
      select s.id from stream s join target t on t.id = s.target_id where t.key = ${key}`.execute(db),
  );

const idsOf = ({ rows }: { rows: { id: string }[] }): string[] => rows.map(({ id }) => id);
