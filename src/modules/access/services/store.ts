import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../../contract/access.ts';
import type { DB } from '../../schema.gen.ts';

export interface ServiceRow {
  id: string;
  key: string;
  name: string;
  team_key: string | null;
  team_name: string | null;
  scopes: Scope[];
  created_by: string;
  created_at: Date;
  disabled_at: Date | null;
}

/** By key. */
export async function selectServices(db: Kysely<DB>, where: RawBuilder<unknown>): Promise<ServiceRow[]> {
  const { rows } = await sql<ServiceRow>`
    select a.id, a.key, a.name, t.key as team_key, t.name as team_name, a.scopes, a.created_by, a.created_at,
      a.disabled_at
    from service_account a left join v_organisation_team t on t.id = a.team_id
    where ${where} order by a.key`.execute(db);
  return rows;
}

export async function serviceCalled(db: Kysely<DB>, key: string): Promise<ServiceRow | null> {
  const [row] = await selectServices(db, sql`a.key = ${key}`);
  return row ?? null;
}

/** @returns false when the key is taken */
export async function insertService(
  db: Kysely<DB>,
  service: {
    id: string;
    key: string;
    name: string;
    teamId: string | null;
    scopes: Scope[];
    by: string;
    at: Date;
  },
): Promise<boolean> {
  const { id, key, name, teamId, scopes, by, at } = service;
  const { numAffectedRows } = await sql`
    insert into service_account (id, key, name, team_id, scopes, created_by, created_at)
    values (${id}, ${key}, ${name}, ${teamId}, ${scopes}, ${by}, ${at}) on conflict (key) do nothing`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

export const updateService = (
  db: Kysely<DB>,
  id: string,
  change: { name?: string; team_id?: string | null; scopes?: Scope[]; disabled_at?: Date | null },
) => db.updateTable('service_account').set(change).where('id', '=', id).execute();

/** What pipelines get lasts no longer; it is not listed, and goes when it is over. */
export const MINUTES_OF_PIPELINES = 15;
const ofPipeline = sql`t.expires_at <= t.created_at + interval '20 minutes'`;

export interface ServiceToken {
  id: string;
  service_account_id: string;
  name: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

/** Tokens made by hand that still work, newest first. */
export async function tokensOfServices(db: Kysely<DB>, ids: readonly string[]): Promise<ServiceToken[]> {
  const { rows } = await sql<ServiceToken>`
    select t.id, t.service_account_id, t.name, t.created_at, t.expires_at, t.last_used_at from api_token t
    where t.service_account_id = any(${[...ids]}::uuid[]) and t.revoked_at is null
      and not coalesce(${ofPipeline}, false)
    order by t.id desc`.execute(db);
  return rows;
}

/** For the nightly job: what pipelines had, and the marks that theirs were used. @returns how many tokens went */
export async function forgetPipelineTokens(db: Kysely<DB>, now: Date): Promise<number> {
  await sql`delete from ci_token_used where expires_at < ${now}`.execute(db);
  const { numAffectedRows } = await sql`
    delete from api_token t where t.service_account_id is not null and t.expires_at < ${now}::timestamptz - interval '1 day'
      and ${ofPipeline}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
