import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { CLOSED, type Group } from './tags.ts';

/** Where a finding stands in lists: open first, then the most urgent, then the soonest due, then the oldest. */
export interface Place extends Group {
  /** As PostgreSQL says it, to the microsecond; `infinity` without a date. */
  due: string;
  id: string;
}

export const DUE: RawBuilder<unknown> = sql`coalesce(f.due_at, 'infinity'::timestamptz)`;

/** Columns of a place, of `finding f`. */
export const PLACE = sql`f.id, ${CLOSED} as closed, f.priority, ${DUE}::text as due`;
export const IN_ORDER = sql`${CLOSED}, f.priority, ${DUE}, f.id`;

export const behind = ({ closed, priority, due, id }: Place): RawBuilder<unknown> =>
  sql`(${IN_ORDER}) > (${closed}::boolean, ${priority}::smallint, ${due}::timestamptz, ${id}::uuid)`;

/** The same among those of its own group. */
export const behindInGroup = ({ due, id }: Place): RawBuilder<unknown> =>
  sql`(${DUE}, f.id) > (${due}::timestamptz, ${id}::uuid)`;

/** Opaque outside. */
export const cursorOf = ({ closed, priority, due, id }: Place): string =>
  Buffer.from(JSON.stringify([closed ? 1 : 0, priority, due, toPublicId('finding', id)])).toString(
    'base64url',
  );

/** A time as PostgreSQL writes it. */
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?$/;

/** @throws AppError LK-VALIDATION for what this list did not give out */
export function placeOfCursor(cursor: string): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 4) throw new Error('not a cursor');
    const [closed, priority, due, publicId] = parts as unknown[];
    const id = typeof publicId === 'string' ? fromPublicId('finding', publicId) : undefined;
    const known =
      (closed === 0 || closed === 1) && Number.isInteger(priority) && Math.abs(Number(priority)) < 10;
    const dated =
      due === 'infinity' || (typeof due === 'string' && TIME.test(due) && !Number.isNaN(Date.parse(due)));
    if (!id || !known || !dated) throw new Error('not a cursor');
    return { closed: closed === 1, priority: Number(priority), due: String(due), id };
  } catch {
    throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  }
}
