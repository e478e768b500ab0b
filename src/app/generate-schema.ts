import type pg from 'pg';

/** TypeScript types of every table and view, from the database itself, so that they cannot drift. */
export async function generateSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(`
    select c.relname as table, a.attname as column, t.typname as type, c.relkind as kind,
           a.attnotnull as required,
           (a.atthasdef or a.attidentity <> '') as defaulted
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`);
  await markViewColumns(client, rows);
  const tables = Map.groupBy(rows, (row) => row.table);
  const parts = [
    "// Made by `npm run generate` from the migrations: do not edit.\nimport type { ColumnType } from 'kysely';\n",
  ];
  for (const [table, columns] of tables) {
    parts.push(`export interface ${pascal(table)} {\n${columns.map(line).join('')}}\n`);
  }
  const entries = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)};\n`);
  parts.push(`export interface DB {\n${entries.join('')}}\n`);
  return parts.join('\n');
}

interface Column {
  table: string;
  column: string;
  type: string;
  kind: string;
  required: boolean;
  defaulted: boolean;
}

const READ: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  bytea: 'Buffer',
  timestamptz: 'Date',
  date: 'Date',
  jsonb: 'unknown',
  _text: 'string[]',
  _int4: 'number[]',
  _uuid: 'string[]',
};
/** Where what is written differs from what is read. */
const WRITE: Record<string, string> = {
  timestamptz: 'Date | string',
  date: 'Date | string',
  jsonb: 'string',
};

function line(column: Column): string {
  const read = READ[column.type];
  if (!read) throw new Error(`no TypeScript type for ${column.type} of ${column.table}.${column.column}`);
  const orNull = column.required ? '' : ' | null';
  const optional = column.kind === 'r' && (column.defaulted || orNull !== '');
  const write = WRITE[column.type] ?? read;
  if (column.kind === 'v') return `  ${column.column}: ${read}${orNull};\n`;
  const insert = `${write}${orNull}${optional ? ' | undefined' : ''}`;
  return `  ${column.column}: ColumnType<${read}${orNull}, ${insert}, ${write}${orNull}>;\n`;
}

/**
 * PostgreSQL knows no "not null" of a view's column. Running the view's own query tells which table column
 * each comes from; those of a table on the empty side of an outer join may be null all the same.
 */
async function markViewColumns(client: pg.Client, columns: Column[]): Promise<void> {
  const required = new Set(
    columns.filter((c) => c.kind === 'r' && c.required).map((c) => `${c.table}.${c.column}`),
  );
  for (const view of new Set(columns.filter((c) => c.kind === 'v').map((c) => c.table))) {
    const text = await client.query<{ definition: string }>(
      'select pg_get_viewdef($1::regclass) as definition',
      [view],
    );
    const definition = text.rows[0]!.definition.replace(/;\s*$/, '');
    const { fields } = await client.query(`${definition} limit 0`);
    for (const field of fields) {
      const origin = await client.query<{ table: string; column: string }>(
        'select attrelid::regclass::text as table, attname as column from pg_attribute where attrelid = $1 and attnum = $2',
        [field.tableID, field.columnID],
      );
      const from = origin.rows[0];
      const column = columns.find((c) => c.table === view && c.column === field.name)!;
      column.required =
        from !== undefined &&
        required.has(`${from.table}.${from.column}`) &&
        !definition.includes(`LEFT JOIN ${from.table} `);
    }
  }
}

const pascal = (name: string): string =>
  name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
