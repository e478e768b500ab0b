import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

interface Column {
  table: string;
  column: string;
  type: string;
  required: boolean;
  /** Texts that a check allows. */
  allowed: string[] | null;
  /** `table.column` it refers to. */
  refers: string | null;
}

/** Text that breaks careless copying: separators, escapes, quotes, other scripts, nothing upper-case. */
const TRICKY = 'a\tb\\n\\.\nc,"d"\'e\' ünïcode ✓ \u{1f600}';

/**
 * Puts `perTable` rows into every table, whatever the tables are: values by type, nulls where they may be,
 * references to rows that exist. A new table is filled without a change here.
 */
export async function fillTables(client: pg.ClientBase, perTable: number): Promise<void> {
  const { rows } = await client.query<Column>(COLUMNS);
  const waiting = new Map(Map.groupBy(rows, ({ table }) => table));
  const filled = new Map<string, unknown[]>();
  // Tables that hear of others are filled as any other, not by what they hear.
  await triggers(client, waiting.keys(), 'disable');
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([table, columns]) =>
      columns.every(({ refers }) => !refers || tableOf(refers) === table || !waiting.has(tableOf(refers))),
    );
    if (ready.length === 0) throw new Error(`tables in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const [table, columns] of ready) {
      for (let n = 0; n < perTable; n++) await insert(client, table, columns, filled, n);
      waiting.delete(table);
    }
  }
  await triggers(client, new Set(rows.map(({ table }) => table)), 'enable');
}

async function triggers(
  client: pg.ClientBase,
  tables: Iterable<string>,
  what: 'enable' | 'disable',
): Promise<void> {
  for (const table of tables) await client.query(`alter table "${table}" ${what} trigger user`);
}

const tableOf = (refers: string): string => refers.split('.')[0]!;

const CHECK_VIOLATED = '23514';
/** A check over several columns often says that not all of them may be filled: what is left out, one after the other. */
const WITHOUT: ((column: Column, all: Column[]) => boolean)[] = [
  () => false,
  ({ refers }) => refers === null,
  (column, all) => column !== all.find(({ required, refers }) => !required && refers !== null),
];

async function insert(
  client: pg.ClientBase,
  table: string,
  columns: Column[],
  filled: Map<string, unknown[]>,
  n: number,
): Promise<void> {
  const values = columns.map((column) =>
    column.refers ? referredBy(columns, column, filled, n) : sampleOf(column, n),
  );
  for (const without of WITHOUT) {
    columns.forEach((column, index) => {
      if (!column.required && without(column, columns)) values[index] = null;
    });
    const refused = await insertValues(client, table, columns, values).catch((error: unknown) => error);
    if (refused === undefined) break;
    if (!(refused instanceof Error && 'code' in refused && refused.code === CHECK_VIOLATED)) throw refused;
  }
  columns.forEach(({ column }, index) => {
    const key = `${table}.${column}`;
    filled.set(key, [...(filled.get(key) ?? []), values[index]]);
  });
}

async function insertValues(
  client: pg.ClientBase,
  table: string,
  columns: Column[],
  values: unknown[],
): Promise<void> {
  const names = columns.map(({ column }) => `"${column}"`).join(', ');
  const places = columns.map(({ type }, index) => `$${index + 1}::${type}`).join(', ');
  await client.query(`insert into "${table}" (${names}) values (${places})`, values);
}

/** Of two references to one table the first is the earlier row: tables of pairs hold each pair one way round. */
function referredBy(columns: Column[], column: Column, filled: Map<string, unknown[]>, n: number): unknown {
  const rows = filled.get(column.refers!) ?? [];
  // A tree: each row lies below the one before.
  if (tableOf(column.refers!) === column.table) return rows[n - 1] ?? null;
  const alike = columns.filter(({ refers, required }) => required && refers === column.refers);
  if (alike.length !== 2 || !alike.includes(column)) return rows[n];
  const pairs = rows.flatMap((_, j) => Array.from({ length: j }, (_, i) => [i, j]));
  return rows[pairs[n]![alike.indexOf(column)]!];
}

function sampleOf({ column, type, required, allowed }: Column, n: number) {
  if (!required && n % 3 === 1) return null;
  if (allowed) return allowed[n % allowed.length];
  switch (type) {
    case 'uuid':
      // Later rows have greater ids, as they have outside of tests.
      return `${String(n).padStart(8, '0')}${randomUUID().slice(8)}`;
    case 'text':
      return `${column} ${n} ${TRICKY}`;
    case 'boolean':
      return column === 'active' ? n === 0 : n % 2 === 0;
    case 'smallint':
    case 'integer':
    case 'bigint':
      return n;
    case 'real':
    case 'double precision':
      return n + 0.1;
    case 'timestamp with time zone':
      return `2026-03-0${(n % 9) + 1} 10:11:12.123456+02`;
    case 'date':
      return '0044-03-15 BC';
    case 'jsonb':
      return JSON.stringify({ [TRICKY]: [null, 1e21, n, '\\'] });
    case 'bytea':
      return Buffer.concat([Buffer.from([0, 92, n]), randomBytes(16)]);
    case 'text[]':
      return [TRICKY, '', 'NULL', '\\N', `{${n}}`];
    case 'integer[]':
      return [n, -1];
    case 'uuid[]':
      return [randomUUID()];
    default:
      throw new Error(`no sample for ${type}`);
  }
}

const COLUMNS = `
  select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, null) as type,
    a.attnotnull as required,
    (select array_agg(m[1]) from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::text', 'g') m
     where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as allowed,
    (select r.relname || '.' || ra.attname from pg_constraint k join pg_class r on r.oid = k.confrelid
       join pg_attribute ra on ra.attrelid = r.oid and ra.attnum = k.confkey[1]
     where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum] limit 1) as refers
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
  order by 1, a.attnum`;
