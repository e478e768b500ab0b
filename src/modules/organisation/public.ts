import { type Kysely, sql, type Transaction } from 'kysely';
import type { IdSource } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { buildRegistry, type Registry, type Team, TRIAGE } from './registry.ts';

export type { Registry, Team } from './registry.ts';

let cached: Registry | undefined;
export async function loadRegistry(db: Kysely<DB>): Promise<Registry> {
  if (cached) return cached;
  const rows = await db.selectFrom('team').selectAll().execute();
  const teams = rows.map((r) => ({
    id: r.id,
    key: r.key,
    name: r.name,
    kind: r.kind as Team['kind'],
    unitKey: null,
    queue: r.queue,
    channel: r.channel,
    oncall: r.oncall,
    mail: r.mail,
    manager: r.manager,
    champion: r.champion,
    deputy: r.deputy,
    partner: r.partner,
    jiraProject: r.jira_project,
    aliases: r.aliases,
  }));
  cached = buildRegistry('1', teams, []);
  return cached;
}
export async function ensureTriageTeam(tx: Transaction<DB>, ids: IdSource) {
  await tx
    .insertInto('team')
    .values({ id: ids.next(), ...TRIAGE })
    .onConflict((c) => c.column('key').doNothing())
    .execute();
}
export async function ensureRepository(tx: Transaction<DB>, ids: IdSource, key: string) {
  const find = () => tx.selectFrom('repository').selectAll().where('key', '=', key).executeTakeFirst();
  const found = await find();
  if (found) return found;
  await sql`insert into repository (id, key) values (${ids.next()}, ${key}) on conflict (key) do nothing`.execute(
    tx,
  );
  return (await find())!;
}
export const teamsOf = async (_db: Kysely<DB>, _id: string) => [];
export const organisationRoutes = (_deps: object) => async () => {};
