import type { Transaction } from 'kysely';
import type { Exception } from '../../../contract/exceptions.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import {
  addWords,
  type ExceptionWord,
  findException,
  planSettling,
  type StoredException,
  updateException,
  wordsOf,
} from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import {
  type Asker,
  type Context,
  type ExceptionsDeps,
  loadContext,
  loadPeople,
  voiceOf,
} from './context.ts';
import { idOf } from './ids.ts';
import { ceilingOf, mayGrant, rowFor, type Verdict } from './may-grant.ts';
import { applyNow, shownById } from './show.ts';
import { weighUp } from './weigh-up.ts';

type Tx = Transaction<DB>;

/** The words by which an exception is granted. */
const YES: readonly ExceptionWord['word'][] = ['granted', 'countersigned'];

/**
 * Says yes. The last of those whose word is needed grants it, and its findings follow.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (decided already), LK-FORBIDDEN with who may
 */
export async function grantException(
  deps: ExceptionsDeps,
  publicId: string,
  { note }: { note: string | null },
  asker: Asker,
): Promise<Exception> {
  const id = idOf(publicId);
  await deps.db.transaction().execute((tx) => sayYes(deps, tx, id, asker, note, { optional: false }));
  await applyNow(deps, id);
  return shownById(deps, id, asker);
}

/** @param optional of somebody who may not, nothing is said */
export async function sayYes(
  deps: ExceptionsDeps,
  tx: Tx,
  id: string,
  asker: Asker,
  note: string | null,
  { optional }: { optional: boolean },
): Promise<void> {
  const exception = await lockedException(tx, id);
  const spoken = (await wordsOf(tx, [id])).filter(({ word }) => YES.includes(word));
  // Said twice it is said once.
  const said = asker.personId !== null && spoken.some(({ personId }) => personId === asker.personId);
  if (said && (exception.state === 'asked' || exception.state === 'granted')) return;
  if (exception.state !== 'asked') throw decidedAlready(exception);
  const context = await loadContext(tx);
  const now = deps.clock.now();
  const weighed = await weighUp(tx, exception.kind, boundsOf(exception));
  const granted = { ...weighed, allTeams: weighed.allTeams || exception.allTeams };
  const people = await loadPeople(
    tx,
    [asker, ...spoken].flatMap(({ personId }) => personId ?? []),
  );
  const voices = spoken.map(({ actor, personId }) =>
    voiceOf(context, { ...exception, ...granted }, { label: actor, personId }, people),
  );
  const actor = voiceOf(context, { ...exception, ...granted }, asker, people);
  const verdict = mayGrant(context.rules, granted, voices, actor, teamName(context, exception.teamId));
  if (!verdict.may) {
    if (optional) return;
    throw new AppError('LK-FORBIDDEN', verdict.because);
  }
  refuseLate(exception, now);
  const { maxDays } = rowFor(context.rules, granted);
  if (exception.expiresAt === null && maxDays !== null)
    throw new AppError(
      'LK-CONFLICT',
      `The rules have changed: this needs an end now, at most ${maxDays} days away. Ask again with one.`,
    );
  const complete = verdict.awaits.length === 0;
  const { measured } = weighed;
  await updateException(tx, id, {
    awaits: verdict.awaits,
    priority: granted.priority,
    allTeams: granted.allTeams,
    findings: measured.findings,
    teams: measured.teams.length,
    policyVersion: context.policyVersion,
    ...(complete && { state: 'granted', decidedAt: now, ceiling: ceilingOf(granted), settledAt: null }),
  });
  await say(deps, tx, exception, asker, verdict, note);
  if (!complete) return;
  if (exception.extends !== null) await goOn(deps, tx, exception.extends, asker, id);
  await planSettling(tx, [id]);
  await deps.publish(tx, { type: 'exception.decided', exceptionId: id, state: 'granted' });
}

const boundsOf = ({ teamId, priority, allTeams, scope, ...extent }: StoredException) => ({
  extent: { ...extent, scope },
  teamId,
  priority,
  // What was asked for one team is not granted for others, though they have such findings by now.
  ownTeamOnly: !allTeams && (scope === 'rule' || scope === 'package'),
});

const teamName = ({ teamById }: Context, teamId: string | null): string =>
  teamById.get(teamId ?? '')?.name ?? 'its team';

function refuseLate({ expiresAt }: StoredException, now: Date): void {
  if (expiresAt && expiresAt <= now)
    throw new AppError(
      'LK-CONFLICT',
      `It was asked for until ${expiresAt.toISOString().slice(0, 10)}, which has passed. Ask again with a later day.`,
    );
}

async function say(
  { ids, clock }: ExceptionsDeps,
  tx: Tx,
  { id }: StoredException,
  { label, personId }: Asker,
  { word, as: role, awaits }: Verdict,
  note: string | null,
): Promise<void> {
  const at = clock.now();
  await addWords(tx, [{ id: ids.next(), exceptionId: id, at, actor: label, personId, role, word, note }]);
  await audit(tx, label, 'exception.grant', toPublicId('exception', id), { role, word, awaits, note });
}

/** The one that this goes on with ends; its findings go over to this one. */
async function goOn(deps: ExceptionsDeps, tx: Tx, beforeId: string, asker: Asker, id: string): Promise<void> {
  const before = await findException(tx, beforeId, 'update');
  if (before?.state !== 'granted') return;
  const at = deps.clock.now();
  const note = `it goes on as ${toPublicId('exception', id)}`;
  await updateException(tx, beforeId, { state: 'revoked', endedAt: at });
  const { label: actor, personId } = asker;
  await addWords(tx, [
    { id: deps.ids.next(), exceptionId: beforeId, at, actor, personId, role: null, word: 'extended', note },
  ]);
}

/**
 * Says no, with the reason. Whoever may say yes may say no.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT, LK-FORBIDDEN
 */
export async function refuseException(
  deps: ExceptionsDeps,
  publicId: string,
  { note }: { note: string },
  asker: Asker,
): Promise<Exception> {
  const id = idOf(publicId);
  await deps.db.transaction().execute(async (tx) => {
    const exception = await lockedException(tx, id);
    const words = await wordsOf(tx, [id]);
    if (exception.state === 'refused' && words.some(({ personId }) => personId === asker.personId)) return;
    if (exception.state !== 'asked') throw decidedAlready(exception);
    const role = await decidingRole(tx, exception, asker);
    const at = deps.clock.now();
    await updateException(tx, id, { state: 'refused', decidedAt: at, endedAt: at, awaits: [] });
    const { label: actor, personId } = asker;
    await addWords(tx, [
      { id: deps.ids.next(), exceptionId: id, at, actor, personId, role, word: 'refused', note },
    ]);
    await audit(tx, actor, 'exception.refuse', toPublicId('exception', id), { role, note });
    await deps.publish(tx, { type: 'exception.decided', exceptionId: id, state: 'refused' });
  });
  return shownById(deps, id, asker);
}

/** The role in which somebody may decide at all. @throws AppError LK-FORBIDDEN */
export async function decidingRole(tx: Tx, exception: StoredException, asker: Asker): Promise<string> {
  const context = await loadContext(tx);
  const people = await loadPeople(tx, asker.personId === null ? [] : [asker.personId]);
  const actor = voiceOf(context, exception, asker, people);
  const verdict = mayGrant(context.rules, exception, [], actor, teamName(context, exception.teamId));
  if (verdict.may && verdict.as) return verdict.as;
  if (actor.roles.includes('security')) return 'security';
  throw new AppError('LK-FORBIDDEN', verdict.because);
}

/** Read under its lock: two who speak at once speak one after the other. */
export async function lockedException(tx: Tx, id: string): Promise<StoredException> {
  const exception = await findException(tx, id, 'update');
  if (!exception) throw new AppError('LK-NOT-FOUND', `There is no exception ${toPublicId('exception', id)}.`);
  return exception;
}

export const decidedAlready = ({ state }: StoredException): AppError =>
  new AppError('LK-CONFLICT', `This is ${state} already: somebody was faster.`);
