import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { migrate } from '../../src/platform/database/migrate.ts';

const TABLES = [
  'target',
  'stream',
  'rule',
  'reason',
  'fix',
  'finding',
  'finding_event',
  'scan',
  'ticket',
  'ticket_queue',
];

export interface Floor {
  rows: number;
  ms: number;
}

/**
 * The floor of ingestion: exactly the rows that were stored, written by COPY into the same tables with the
 * same indexes over one connection, in one transaction. What they refer to is made before, outside the time.
 */
export async function copyFloor(databaseUrl: string): Promise<Floor> {
  const source = new pg.Client({ connectionString: databaseUrl });
  await source.connect();
  await source.query('drop database if exists bench_floor');
  await source.query('create database bench_floor');
  const url = new URL(databaseUrl);
  url.pathname = '/bench_floor';
  await migrate(url.toString(), 'migrations');
  const goal = new pg.Client({ connectionString: url.toString() });
  await goal.connect();
  for (const table of ['business_unit', 'team', 'repository'])
    await copy(goal, table, await dump(source, table));
  const dumps: [string, Buffer][] = [];
  for (const table of TABLES) dumps.push([table, await dump(source, table)]);
  const startedAt = performance.now();
  await goal.query('begin');
  for (const [table, bytes] of dumps) await copy(goal, table, bytes);
  await goal.query('commit');
  const ms = performance.now() - startedAt;
  let rows = 0;
  for (const table of TABLES)
    rows += Number((await goal.query(`select count(*) from ${table}`)).rows[0].count);
  await goal.end();
  await source.query('drop database bench_floor');
  await source.end();
  return { rows, ms };
}

async function dump(client: pg.Client, table: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await pipeline(client.query(copyTo(`copy ${table} to stdout`)), async (stream) => {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  });
  return Buffer.concat(chunks);
}

async function copy(client: pg.Client, table: string, bytes: Buffer): Promise<void> {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
  };
  await pipeline(Readable.from(pieces()), client.query(copyFrom(`copy ${table} from stdin`)) as Writable);
}
