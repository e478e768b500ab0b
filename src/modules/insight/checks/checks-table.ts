import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { CheckedRepository, checksQuery } from '../../../contract/checks.ts';
import type { DB } from '../../schema.gen.ts';
import type { Table } from '../asking/send.ts';
import { CHECK_KINDS } from './kinds.ts';
import { listChecks } from './list-checks.ts';

const PAGE = 200;

/** All repositories of a filter with the last look of each kind, page by page: memory does not grow with their number. */
export const checksTable = (db: Kysely<DB>, query: z.output<typeof checksQuery>): Table => ({
  header: [
    ...['repository', 'unit', 'team'],
    ...CHECK_KINDS.flatMap((kind) => [`${kind}_tool`, `${kind}_scanned_at`]),
  ],
  rows: rowsOf(db, query),
});

async function* rowsOf(db: Kysely<DB>, query: z.output<typeof checksQuery>) {
  let cursor: string | undefined;
  do {
    const { items, next } = await listChecks(db, { ...query, limit: PAGE, cursor });
    for (const item of items) yield rowOf(item);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const rowOf = ({ repository, unit, team, checks }: CheckedRepository) => [
  ...[repository, unit, team?.name ?? null],
  ...CHECK_KINDS.flatMap((wanted) => {
    const check = checks.find(({ kind }) => kind === wanted);
    return [check?.tool ?? null, check?.scannedAt ?? null];
  }),
];
