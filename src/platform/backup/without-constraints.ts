import type pg from 'pg';
import { identifier, quoted, tablesOf } from './catalogue.ts';

/**
 * Does work in a transaction while the schema's foreign keys are taken down and its triggers do not fire, and
 * puts both back, which checks every row at once. Needs no more than the ownership of the tables, and makes
 * the order of tables, and circles among them, of no account.
 */
export async function withoutConstraints<Result>(
  client: pg.Client,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows: foreignKeys } = await client.query<{ table: string; name: string; definition: string }>(`
    select c.relname::text as table, k.conname::text as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and k.conparentid = 0
    order by c.relname, k.conname`);
  const tables = await tablesOf(client);
  for (const { table, name } of foreignKeys)
    await client.query(`alter table ${quoted(table)} drop constraint ${identifier(name)}`);
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`);
  const result = await work();
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`);
  for (const { table, name, definition } of foreignKeys)
    await client.query(`alter table ${quoted(table)} add constraint ${identifier(name)} ${definition}`);
  return result;
}
