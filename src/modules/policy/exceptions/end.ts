import { sql, type Transaction } from 'kysely';
import type { Exception } from '../../../contract/exceptions.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import {
  addWords,
  insertExceptions,
  planSettling,
  type StoredException,
  selectExceptions,
  updateException,
} from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type Asker, type ExceptionsDeps, loadContext } from './context.ts';
import { decidedAlready, decidingRole, lockedException, sayYes } from './decide.ts';
import { idOf } from './ids.ts';
import { rolesOf, rowFor, weigh } from './may-grant.ts';
import { applyNow, shownById } from './show.ts';
import { readUntil } from './until.ts';

/**
 * Takes back what one has asked.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (decided), LK-FORBIDDEN (somebody else asked)
 */
export const withdrawException = (
  deps: ExceptionsDeps,
  publicId: string,
  { note }: { note: string | null },
  asker: Asker,
): Promise<Exception> =>
  end(deps, publicId, asker, { from: 'asked', to: 'withdrawn', note }, async (_tx, exception) => {
    if (!isAsker(exception, asker))
      throw new AppError(
        'LK-FORBIDDEN',
        `${exception.askedBy} asked for it and may take it back; whoever decides may refuse it.`,
      );
    return null;
  });

/**
 * Ends what was granted: its findings are open again, with their first clock. By whoever may grant it, by security, and
 * by who asked for it.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (not granted), LK-FORBIDDEN with who may
 */
export const revokeException = (
  deps: ExceptionsDeps,
  publicId: string,
  { note }: { note: string },
  asker: Asker,
): Promise<Exception> =>
  end(deps, publicId, asker, { from: 'granted', to: 'revoked', note }, async (tx, exception) =>
    isAsker(exception, asker) ? null : decidingRole(tx, exception, asker),
  );

const isAsker = ({ askedBy, askedByPerson }: StoredException, { label, personId }: Asker): boolean =>
  personId !== null && askedByPerson !== null ? personId === askedByPerson : askedBy === label;

async function end(
  deps: ExceptionsDeps,
  publicId: string,
  asker: Asker,
  change: { from: 'asked' | 'granted'; to: 'withdrawn' | 'revoked'; note: string | null },
  /** @returns the role in which it is said @throws when they may not */
  roleOf: (tx: Transaction<DB>, exception: StoredException) => Promise<string | null>,
): Promise<Exception> {
  const id = idOf(publicId);
  const { from, to, note } = change;
  await deps.db.transaction().execute(async (tx) => {
    const exception = await lockedException(tx, id);
    const role = await roleOf(tx, exception);
    // Said twice it is said once.
    if (exception.state === to) return;
    if (exception.state !== from) throw decidedAlready(exception);
    const at = deps.clock.now();
    await updateException(tx, id, { state: to, endedAt: at, awaits: [], settledAt: null });
    const { label: actor, personId } = asker;
    await addWords(tx, [{ id: deps.ids.next(), exceptionId: id, at, actor, personId, role, word: to, note }]);
    await audit(
      tx,
      actor,
      `exception.${to === 'revoked' ? 'revoke' : 'withdraw'}`,
      toPublicId('exception', id),
      {
        role,
        note,
      },
    );
    if (from === 'granted') await planSettling(tx, [id]);
    await deps.publish(tx, { type: 'exception.decided', exceptionId: id, state: to });
  });
  if (from === 'granted') await applyNow(deps, id);
  return shownById(deps, id, asker);
}

/**
 * Asks for the same until later. The one that is granted goes on until its own end, or until this is granted; whoever
 * has to say yes says so anew.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (not granted), LK-VALIDATION (until)
 */
export async function extendException(
  deps: ExceptionsDeps,
  publicId: string,
  asked: { until: string; reason: string },
  asker: Asker,
): Promise<Exception> {
  const beforeId = idOf(publicId);
  const id = await deps.db.transaction().execute(async (tx) => {
    const before = await lockedException(tx, beforeId);
    if (before.state !== 'granted') throw decidedAlready(before);
    const [waiting] = await selectExceptions(tx, {
      where: sql<boolean>`e.extends = ${beforeId} and e.state = 'asked'`,
      order: sql`e.id`,
      limit: 1,
    });
    if (waiting) return waiting.id;
    const now = deps.clock.now();
    const { rules, policyVersion } = await loadContext(tx);
    const { maxDays } = rowFor(rules, before);
    const until = readUntil(asked.until, { kind: before.kind, maxDays, now });
    if (!until.ok) throw new AppError('LK-VALIDATION', until.problem);
    if (until.at && before.expiresAt && until.at <= before.expiresAt)
      throw new AppError('LK-VALIDATION', 'until: it holds that long already; name a later day');
    const made = {
      ...before,
      id: deps.ids.next(),
      reason: asked.reason,
      ceiling: 0,
      awaits: rolesOf(weigh(rules, before, [])),
      askedBy: asker.label,
      askedByPerson: asker.personId,
      askedAt: now,
      expiresAt: until.at,
      policyVersion,
      extends: beforeId,
    };
    await insertExceptions(tx, [made], 'asked');
    const subject = toPublicId('exception', made.id);
    await audit(tx, asker.label, 'exception.extend', subject, { of: publicId, until: asked.until });
    await sayYes(deps, tx, made.id, asker, null, { optional: true });
    return made.id;
  });
  await applyNow(deps, id);
  return shownById(deps, id, asker);
}
