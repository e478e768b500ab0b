import { once } from 'node:events';
import { sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What a COPY row may hold. Dates as ISO text, JSON as text, arrays of text or numbers. */
export type CopyValue = string | number | boolean | null | readonly (string | number)[];

/** Clients by the process id of their server side: how a transaction's own connection is found again. */
const clients = new Map<number, pg.Client>();

/** Asked once per transaction. */
const found = new WeakMap<object, pg.Client>();

async function clientOf<Schema>(tx: Transaction<Schema>): Promise<pg.Client> {
  const known = found.get(tx);
  if (known) return known;
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  const client = clients.get(rows[0]!.pid);
  if (!client) throw new Error('the transaction does not run on a watched pool');
  found.set(tx, client);
  return client;
}

export function watchClients(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const { processID } = client as unknown as { processID: number };
    clients.set(processID, client as unknown as pg.Client);
    client.once('end', () => clients.delete(processID));
  });
}

/** Characters gathered before they are handed to the socket. */
const CHUNK = 256 * 1024;

/** Up to so many rows one INSERT is cheaper: COPY costs two more exchanges with the server. */
const FEW = 30;

/**
 * Writes rows into a table on the transaction's own connection: many are streamed by COPY, so that memory
 * stays bounded by one chunk.
 * @returns the number of rows written
 */
export async function copyInto<Schema>(
  tx: Transaction<Schema>,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>,
): Promise<number> {
  const few: (readonly CopyValue[])[] = [];
  let copy: Copying | undefined;
  let count = 0;
  try {
    for await (const row of rows) {
      count++;
      if (!copy && few.push(row) <= FEW) continue;
      if (copy) {
        await copy.write(row);
        continue;
      }
      copy = await startCopy(tx, table, columns);
      for (const early of few) await copy.write(early);
    }
  } catch (error) {
    copy?.abandon(error as Error);
    throw error;
  }
  if (copy) await copy.end();
  else if (few.length > 0) await insertFew(tx, table, columns, few);
  return count;
}

function insertFew<Schema>(
  tx: Transaction<Schema>,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly CopyValue[])[],
): Promise<unknown> {
  const values = rows.map((row) => sql`(${sql.join(row)})`);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  return sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(tx);
}

interface Copying {
  write(row: readonly CopyValue[]): Promise<void>;
  end(): Promise<void>;
  abandon(error: Error): void;
}

async function startCopy<Schema>(
  tx: Transaction<Schema>,
  table: string,
  columns: readonly string[],
): Promise<Copying> {
  const client = await clientOf(tx);
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  const finished = once(stream, 'finish');
  // A refused row breaks the stream while it is being written: the error surfaces where it is awaited.
  finished.catch(() => {});
  // One that is abandoned after its connection was lost breaks once more: nobody waits for it then, and an error
  // that nobody hears would end the process.
  stream.on('error', () => {});
  let buffer = '';
  return {
    async write(row) {
      buffer += encodeRow(row);
      if (buffer.length < CHUNK) return;
      if (!stream.write(buffer)) await Promise.race([once(stream, 'drain'), finished]);
      buffer = '';
    },
    async end() {
      stream.end(buffer);
      await finished;
    },
    abandon: (error) => stream.destroy(error),
  };
}

const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeText = (text: string): string =>
  NEEDS_ESCAPE.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!) : text;

/** One line of PostgreSQL's COPY text format (documentation of COPY, "Text Format"). */
function encodeRow(row: readonly CopyValue[]): string {
  let line = '';
  for (let i = 0; i < row.length; i++) {
    const value = row[i]!;
    if (i > 0) line += '\t';
    if (value === null) line += '\\N';
    else if (typeof value === 'string') line += escapeText(value);
    else if (typeof value === 'object') line += escapeText(arrayLiteral(value));
    else line += String(value);
  }
  return `${line}\n`;
}

function arrayLiteral(values: readonly (string | number)[]): string {
  const items = values.map((value) =>
    typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`,
  );
  return `{${items.join(',')}}`;
}
