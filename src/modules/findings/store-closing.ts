import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Closing } from '../../contract/findings.ts';
import type { DB } from '../schema.gen.ts';
import type { Closable } from './closing.ts';

type Tx = Transaction<DB>;

export interface FoundClosable extends Closable {
  id: string;
  targetId: string;
  key: string;
  /** The report showed the value, so that its key says: the same credential, wherever it lies. */
  sameValue: boolean;
  /** The person who found it by hand and is known here. */
  finderId: string | null;
}

/** The finding as it stands; to be asked again once its target is locked. */
export async function findClosable(tx: Tx, id: string): Promise<FoundClosable | undefined> {
  const { rows } = await sql<FoundClosable>`
    select f.id, f.kind, f.state, f.closed_how as "closedHow", f.target_id as "targetId", f.key,
      f.kind = 'secret' and f.detail -> 'secret' ->> 'hash' is not null as "sameValue", p.person_id as "finderId"
    from finding f left join finder p on p.finding_id = f.id
    where f.id = ${id}`.execute(tx);
  return rows[0];
}

/** A finding whose state was set, with what depends on it. */
export interface Changed {
  id: string;
  streamId: string;
  fixId: string | null;
}

/** A credential is revoked once, wherever its value lies in the target and whichever tool tells of it. */
export const setClosed = (tx: Tx, finding: FoundClosable, how: Closing, at: Date): Promise<Changed[]> =>
  setState(
    tx,
    finding,
    sql`state in ('open', 'reopened')`,
    sql`state = 'fixed', closed_how = ${how}, lead_id = null, lead_because = null, lead_by_person = false, own_fix_id = null`,
    at,
  );

export const setReopened = (tx: Tx, finding: FoundClosable, at: Date): Promise<Changed[]> =>
  setState(
    tx,
    finding,
    sql`state = 'fixed' and closed_how is not null`,
    sql`state = 'reopened', closed_how = null`,
    at,
  );

async function setState(
  tx: Tx,
  finding: FoundClosable,
  before: RawBuilder<unknown>,
  after: RawBuilder<unknown>,
  at: Date,
): Promise<Changed[]> {
  const { id, targetId, key, sameValue } = finding;
  // By stream and key, as the index goes.
  const others = sql`stream_id in (select id from stream where target_id = ${targetId}) and kind = 'secret' and key = ${key}`;
  const { rows } = await sql<Changed>`
    update finding set ${after}, changed_at = ${at}
    where ${sameValue ? others : sql`id = ${id}`} and ${before}
    returning id, stream_id as "streamId", fix_id as "fixId"`.execute(tx);
  return rows;
}
