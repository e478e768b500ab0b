import { type RawBuilder, sql, type Transaction } from 'kysely';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import {
  addWords,
  type ExceptionWord,
  planSettling,
  type StoredException,
  selectExceptions,
  updateException,
} from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type ExceptionsDeps, loadContext } from './context.ts';

type Tx = Transaction<DB>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Looked at in one transaction; the next hour takes the rest. */
const AT_ONCE = 1000;
const ACTOR = 'Lanekeeper';

/** Ends what has run out and reminds of what soon will. @returns how many of each */
export async function exceptionsDue(deps: ExceptionsDeps): Promise<{ ended: number; reminded: number }> {
  const now = deps.clock.now();
  const ended =
    (await endWhere(deps, now, 'its end has come', sql`e.expires_at <= ${now}`)) +
    (await endWhere(deps, now, 'what it repeats is fixed, and it is still told', ORIGINAL_FIXED)) +
    (await endWhere(deps, now, 'the finding is fixed', NOTHING_LEFT));
  return { ended, reminded: await remind(deps, now) };
}

/** A duplicate goes with the finding that it repeats: once that one is fixed, it is none. */
const ORIGINAL_FIXED = sql`e.kind = 'duplicate' and e.state = 'granted' and exists (
  select from v_findings_finding o where o.id = e.duplicate_of and o.state = 'fixed')
  and exists (select from v_findings_finding f where f.exception_id = e.id and f.state = 'excepted')`;

/** Nobody has to decide on a finding that is gone. */
const NOTHING_LEFT = sql`e.scope = 'finding' and e.state = 'asked' and exists (
  select from v_findings_finding f where f.id = e.finding_id and f.state = 'fixed')`;

function endWhere(
  deps: ExceptionsDeps,
  at: Date,
  note: string,
  condition: RawBuilder<unknown>,
): Promise<number> {
  return deps.db.transaction().execute(async (tx) => {
    const due = await lockedWhere(tx, sql`e.state in ('asked', 'granted') and ${condition}`);
    for (const exception of due) {
      const { id, state } = exception;
      await updateException(tx, id, { state: 'expired', endedAt: at, awaits: [], settledAt: null });
      if (state === 'granted') await planSettling(tx, [id]);
      await audit(tx, 'system', 'exception.expire', toPublicId('exception', id), { note });
      await deps.publish(tx, { type: 'exception.decided', exceptionId: id, state: 'expired' });
    }
    await tell(deps, tx, due, at, 'expired', note);
    return due.length;
  });
}

/** Once, some days before the end: in its history, and on the tickets of what it covers. */
function remind(deps: ExceptionsDeps, now: Date): Promise<number> {
  return deps.db.transaction().execute(async (tx) => {
    const { rules } = await loadContext(tx);
    const soon = new Date(now.getTime() + rules.remindDays * DAY_MS);
    const due = await lockedWhere(
      tx,
      sql`e.state = 'granted' and e.reminded_at is null and e.expires_at <= ${soon} and e.expires_at > ${now}`,
    );
    for (const exception of due) {
      await updateException(tx, exception.id, { remindedAt: now });
      await tellTickets(deps, tx, exception);
      await deps.publish(tx, { type: 'exception.ends', exceptionId: exception.id });
    }
    await tell(deps, tx, due, now, 'reminded', `it ends within ${rules.remindDays} days`);
    return due.length;
  });
}

/** Somebody who speaks of one at this moment goes first; the next hour looks again. */
async function lockedWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<StoredException[]> {
  return selectExceptions(tx, {
    where: sql<boolean>`${condition} and e.id in (
      select e.id from exception e where ${condition} order by e.id limit ${AT_ONCE} for update skip locked)`,
    order: sql`e.id`,
    limit: AT_ONCE,
  });
}

/** Tickets come later and listen. Of those of a thousand fixes the hundred most urgent hear it. */
const MOST_TICKETS = 100;

async function tellTickets(
  { publish }: ExceptionsDeps,
  tx: Tx,
  { id, expiresAt, askedBy }: StoredException,
): Promise<void> {
  const { rows } = await sql<{ fix_id: string }>`
    select f.fix_id from v_findings_finding f
    where f.exception_id = ${id} and f.state = 'excepted' and f.fix_id is not null
    group by f.fix_id order by min(f.priority), f.fix_id limit ${MOST_TICKETS}`.execute(tx);
  const text = `The exception that ${askedBy} asked for ends on ${expiresAt?.toISOString().slice(0, 10)}: then this is open again, with its first date. It can be extended, or the weakness fixed, before that.`;
  if (rows.length > 0)
    await publish(tx, { type: 'fixes.told', fixIds: rows.map(({ fix_id }) => fix_id), text });
}

const tell = (
  { ids }: ExceptionsDeps,
  tx: Tx,
  exceptions: readonly StoredException[],
  at: Date,
  word: ExceptionWord['word'],
  note: string,
): Promise<void> =>
  addWords(
    tx,
    exceptions.map(({ id }) => ({
      id: ids.next(),
      exceptionId: id,
      at,
      actor: ACTOR,
      personId: null,
      role: null,
      word,
      note,
    })),
  );
