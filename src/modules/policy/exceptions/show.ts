import type { Exception } from '../../../contract/exceptions.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import {
  findException,
  markSettled,
  type StoredException,
  settleException,
  wordsOf,
} from '../../findings/public.ts';
import { loadAbout, whatWords } from './about.ts';
import {
  type Asker,
  type Context,
  type ExceptionsDeps,
  loadContext,
  loadPeople,
  voiceOf,
} from './context.ts';
import { idOf } from './ids.ts';
import { decidesWords, mayGrant, rowFor, type Voice } from './may-grant.ts';

/** What a request waits for; more is applied by a job while its page shows how far it is. */
const AT_ONCE = 1000;

/**
 * Applies what was decided at once, where that is quick: the person sees it on the next page. The job that stands in
 * any case does the rest.
 */
export const applyNow = async (deps: ExceptionsDeps, id: string): Promise<void> => {
  const changed = await settleException(deps, id, { most: AT_ONCE });
  if (changed < AT_ONCE) await markSettled(deps, id);
};

/** @throws AppError LK-NOT-FOUND */
export async function getException(deps: ExceptionsDeps, publicId: string, asker: Asker): Promise<Exception> {
  return shownById(deps, idOf(publicId), asker);
}

export async function shownById(deps: ExceptionsDeps, id: string, asker: Asker): Promise<Exception> {
  const found = await findException(deps.db, id);
  if (!found) throw new AppError('LK-NOT-FOUND', `There is no exception ${toPublicId('exception', id)}.`);
  const [shown] = await show(deps, [found], asker);
  return shown!;
}

type Words = Awaited<ReturnType<typeof wordsOf>>;

/** Exceptions as somebody sees them, with what they may do. */
export async function show(
  { db }: Pick<ExceptionsDeps, 'db'>,
  exceptions: readonly StoredException[],
  asker: Asker,
): Promise<Exception[]> {
  if (exceptions.length === 0) return [];
  const [context, about, words] = await Promise.all([
    loadContext(db),
    loadAbout(db, exceptions),
    wordsOf(
      db,
      exceptions.map(({ id }) => id),
    ),
  ]);
  const people = await loadPeople(
    db,
    [asker, ...words].flatMap(({ personId }) => personId ?? []),
  );
  const byException = Map.groupBy(words, ({ exceptionId }) => exceptionId);
  return exceptions.map((exception) => {
    const said = byException.get(exception.id) ?? [];
    const voice = (who: { label: string; personId: string | null }): Voice =>
      voiceOf(context, exception, who, people);
    const team = context.teamById.get(exception.teamId ?? '');
    return {
      ...plain(exception, said),
      what: whatWords(exception, about),
      finding: about.findings.get(exception.findingId ?? '') ?? null,
      fix: about.fixes.get(exception.fixId ?? '') ?? null,
      covered: about.covered.get(exception.id) ?? 0,
      team: team ? { key: team.key, name: team.name } : null,
      decides: decidesWords(rowFor(context.rules, exception), exception, team?.name ?? 'its team'),
      you: yours(context, exception, said, voice, asker),
    };
  });
}

const YES: ReadonlySet<string> = new Set(['granted', 'countersigned']);

/** What the asking person may do. */
export function yours(
  { rules, teamById }: Context,
  exception: StoredException,
  said: Words,
  voice: (who: { label: string; personId: string | null }) => Voice,
  asker: Asker,
): Exception['you'] {
  const you = voice(asker);
  const team = teamById.get(exception.teamId ?? '')?.name ?? 'its team';
  const spoken = said
    .filter(({ word }) => YES.has(word))
    .map(({ actor, personId }) => voice({ label: actor, personId }));
  const { state, askedBy, askedByPerson } = exception;
  const { may, as, awaits, because } = mayGrant(rules, exception, spoken, you, team);
  const decides = you.roles.includes('security') || mayGrant(rules, exception, [], you, team).may;
  const asked = askedByPerson !== null ? askedByPerson === asker.personId : askedBy === asker.label;
  return {
    grant: { may: may && state === 'asked', as, awaits, because },
    refuse: state === 'asked' && decides,
    withdraw: state === 'asked' && asked,
    revoke: state === 'granted' && (decides || asked),
  };
}

const plain = (exception: StoredException, said: Words) => {
  const { id, kind, state, scope, justification, reason, evidence, allTeams, findings, teams, awaits } =
    exception;
  return {
    id: toPublicId('exception', id),
    kind,
    state,
    scope,
    justification,
    reason,
    evidence,
    allTeams,
    findings,
    teams,
    awaits,
    priority: PRIORITIES[exception.priority] ?? 'P4',
    duplicateOf: exception.duplicateOf && toPublicId('finding', exception.duplicateOf),
    // What was asked, refused or withdrawn changes no finding.
    applying: exception.decidedAt !== null && exception.settledAt === null && state !== 'refused',
    askedBy: exception.askedBy,
    askedAt: exception.askedAt.toISOString(),
    decidedAt: exception.decidedAt?.toISOString() ?? null,
    until: exception.expiresAt?.toISOString() ?? null,
    endedAt: exception.endedAt?.toISOString() ?? null,
    source: exception.source,
    words: said.map(({ at, actor, name, role, word, note }) => ({
      at: at.toISOString(),
      actor,
      name,
      role,
      word,
      note,
    })),
  };
};
