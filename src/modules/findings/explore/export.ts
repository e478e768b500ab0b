import type { Kysely } from 'kysely';
import type { FindingRow } from '../../../contract/findings.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { type CsvCell, csvLines } from '../../../platform/http/csv.ts';
import type { DB } from '../../schema.gen.ts';
import { allIds } from './all-ids.ts';
import type { Filter } from './conditions.ts';
import { findingRows } from './row.ts';

/** A spreadsheet ends near a million; what a person reads, long before. */
const MOST = 100_000;
/** Rows fetched at a time. */
const PAGE = 500;

const HEADER = [
  'id',
  'title',
  'kind',
  'state',
  'severity',
  'priority',
  'due',
  'owner',
  'target',
  'path',
  'line',
  'package',
  'version',
  'vulnerabilities',
  'tool',
  'opened',
  'closed',
];

const cellsOf = (row: FindingRow): CsvCell[] => [
  row.id,
  row.title,
  row.kind,
  row.state,
  row.severity,
  row.priority,
  row.dueAt,
  row.unowned ? 'nobody' : row.owner.key,
  row.target.key,
  row.path,
  row.startLine,
  row.component,
  row.version,
  row.vulnerabilities.join(' '),
  row.tool,
  row.openedAt,
  row.closedAt,
];

/** What a filter holds as the text of a CSV file, in the order of lists, as it is read: at most 100,000 rows. */
export const exportFindings = (db: Kysely<DB>, filter: Filter, now: Date): AsyncGenerator<string> =>
  csvLines(HEADER, rowsOf(db, filter, now));

async function* rowsOf(db: Kysely<DB>, filter: Filter, now: Date): AsyncGenerator<CsvCell[]> {
  for await (const ids of allIds(db, filter, now, { most: MOST, page: PAGE })) {
    const rows = new Map((await findingRows(db, ids)).map((row) => [row.id, row]));
    for (const id of ids) {
      const row = rows.get(toPublicId('finding', id));
      if (row) yield cellsOf(row);
    }
  }
}
