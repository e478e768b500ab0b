import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { DB } from '../../src/modules/schema.gen.ts';
import { copyInto } from '../../src/platform/database/copy.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { nameOf } from '../../src/platform/hash.ts';
import { fillWords } from './fill-words.ts';
import { FINDING_ROW, findingRows, type Seeded } from './finding-rows.ts';
import { FIX_ROW, fixRows, seedTickets, sumFixes } from './fix-rows.ts';
import { foldWhole } from './fold-whole.ts';
import { makeHouse } from './house.ts';
import { houseRows, type Rows, sharedRows } from './house-rows.ts';
import { timedId } from './random.ts';
import { simulate } from './simulate.ts';
import { makeStreams } from './streams.ts';
import {
  connectionRows,
  EVENT_ROW,
  EXCEPTION_ROW,
  eventRows,
  exceptionRows,
  talkRows,
  ticketRows,
} from './work-rows.ts';

/** Findings that a COPY carries: what is heard of them is grouped per statement. */
const PER_COPY = 100_000;
const HEAVY = [
  'finding_text',
  'finding_facet',
  'finding',
  'finding_event',
  'scan',
  'fix',
  'ticket',
  'filing',
  'ticket_comment',
  'audit_entry',
  'outbox',
];

/**
 * Fills an empty house (schema in place) with a company's three years, the same for the same numbers, and brings the
 * counts of pages up to it.
 */
export async function seedMillion(url: string, findings: number, say: (text: string) => void): Promise<void> {
  const { db, pool, close } = openDatabase<DB>(url, { max: 3, waitForDisk: false });
  try {
    const now = Date.now();
    const seeded = invent(findings, now);
    const sums = sumFixes(seeded);
    const { tickets, queues } = seedTickets(seeded, sums);
    say('invented');
    const rebuild = await withoutIndexes(pool);
    const parts: Rows[] = [
      ...houseRows(seeded, now),
      ...sharedRows(seeded, now),
      connectionRows(),
      ['fix', FIX_ROW, fixRows(seeded, sums)],
      ['exception', EXCEPTION_ROW, exceptionRows(seeded, sums, now)],
      ...ticketRows(seeded, tickets, queues),
      ...talkRows(seeded, now, findings),
    ];
    for (const part of parts) await copy(db, part);
    say('everything around the findings is in');
    for (const some of chunks(findingRows(seeded, 5), PER_COPY))
      await copy(db, ['finding', FINDING_ROW, some]);
    say('findings are in');
    for (const some of chunks(eventRows(seeded), PER_COPY))
      await copy(db, ['finding_event', EVENT_ROW, some]);
    await fillWords(db);
    await rebuild();
    say('indexes are built');
    await foldWhole(db, new Date());
    await pool.query('vacuum analyze');
    say('counts are folded, tables vacuumed');
  } finally {
    await close();
  }
}

function invent(findings: number, now: number): Seeded {
  const house = makeHouse(1);
  const streams = makeStreams(house, findings, now, 2);
  const story = simulate(house, streams, findings, now, 3);
  return {
    house,
    streams,
    story,
    scanId: (scan) => timedId(streams.scanTimes[scan]!, scan),
    findingId: (finding) => timedId(story.findings.opened[finding]!, finding),
    fixId: (fix) => nameOf('fix', fix),
    exceptionId: (fix) => nameOf('exception', fix),
    ownerReasonId: (team, unowned) => nameOf('owner', team, unowned ? 1 : 0),
    decisionReasonId: (number) => nameOf('decision', number),
    decisionReasons: Math.ceil(findings / 25),
  };
}

const copy = (db: Kysely<DB>, [table, columns, rows]: Rows): Promise<number> =>
  db.transaction().execute((tx) => copyInto(tx, table, columns, rows));

function* chunks<Row>(rows: Iterable<Row>, size: number): Iterable<Row[]> {
  let some: Row[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** Rows go in without their indexes; the answer builds them again. */
async function withoutIndexes(pool: pg.Pool): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ name: string; text: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text from pg_index i
     where i.indrelid = any($1::text[]::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [HEAVY],
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return async () => {
    const client = await pool.connect();
    try {
      await client.query(`set maintenance_work_mem = '1GB'`);
      for (const { text } of rows) await client.query(text);
    } finally {
      client.release();
    }
  };
}
