import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';

/** Why a webhook was not taken. */
export type RefusedBecause = 'signature' | 'unreadable' | 'too-large';

/** How many webhooks of a connection were not taken, and why the last one was not. */
export interface HookRefusals {
  times: number;
  lastAt: Date;
  because: RefusedBecause;
}

/** Counts one more, so that people see it with the connection. */
export const noteRefusal = (
  db: Kysely<DB>,
  connectionId: string,
  because: RefusedBecause,
  now: Date,
): Promise<unknown> =>
  sql`
  insert into hook_refusal as r (connection_id, last_at, because)
  select id, ${now}, ${because} from connection where id = ${connectionId}
  on conflict (connection_id) do update
    set times = r.times + 1, last_at = excluded.last_at, because = excluded.because`.execute(db);

export async function refusalsOf(db: Kysely<DB>, connectionId: string): Promise<HookRefusals | null> {
  const { rows } = await sql<HookRefusals>`
    select times, last_at as "lastAt", because from hook_refusal where connection_id = ${connectionId}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** For people: what it was, and what to do. Pure. */
export const REFUSAL_WORDS: Record<RefusedBecause, string> = {
  signature:
    'Its signature was wrong or missing: state the same webhook secret here and there. If nobody changed it, somebody else is knocking.',
  unreadable: 'It was signed, but it is not what this system sends: is it the webhook of another one?',
  'too-large': 'It was larger than 25 MB and was not read; what it told of is found by the next look.',
};
