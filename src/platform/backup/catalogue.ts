import type pg from 'pg';

/** Settings under which values are written and read as text, the same on every server. */
export const TEXT_SETTINGS = `
  set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'`;

/** The product's own list of migrations; a restore makes it anew. */
const OWN_TABLES = ['migration'];

export interface TableShape {
  name: string;
  columns: string[];
}

/** Every table of the schema public with its columns, generated ones left out. */
export async function tablesOf(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname <> all($1)
     group by c.relname order by c.relname`,
    [OWN_TABLES],
  );
  return rows;
}

export interface SequenceState {
  name: string;
  value: string;
  called: boolean;
}

/** Sequences run outside of snapshots: read after the tables, they are at least as far as any row. */
export async function sequencesOf(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' order by 1`,
  );
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(name)}`,
    );
    states.push({ name, ...state.rows[0]! });
  }
  return states;
}

/** A name of the schema public as SQL. */
export const quoted = (name: string): string => `public.${identifier(name)}`;

export const columnList = (columns: string[]): string => columns.map(identifier).join(', ');

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
