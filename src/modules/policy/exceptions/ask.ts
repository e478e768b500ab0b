import { sql, type Transaction } from 'kysely';
import type { AskedException, Exception } from '../../../contract/exceptions.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { lockFor } from '../../../platform/database/database.ts';
import { audit } from '../../access/public.ts';
import {
  insertExceptions,
  type NewException,
  type StoredException,
  selectExceptions,
} from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type Asker, type ExceptionsDeps, loadContext } from './context.ts';
import { sayYes } from './decide.ts';
import { rolesOf, rowFor, weigh } from './may-grant.ts';
import { applyNow, shownById } from './show.ts';
import { type Subject, subjectOf } from './subject.ts';
import { readUntil } from './until.ts';
import { weighUp } from './weigh-up.ts';

/**
 * Asks for an exception. Asked again for the same by the same person, it is the one that waits.
 * @throws AppError LK-NOT-FOUND, LK-CONFLICT (not open, excepted, or asked by somebody else), LK-VALIDATION
 */
export async function askForException(
  deps: ExceptionsDeps,
  asked: AskedException,
  asker: Asker,
): Promise<Exception> {
  const id = await deps.db.transaction().execute(async (tx) => {
    const subject = await subjectOf(tx, asked.scope);
    // Two who ask for the same at once: the second finds what the first asked.
    await lockFor(tx, 'exception-ask', JSON.stringify(subject.extent));
    const waiting = await sameWaiting(tx, subject, asked, asker);
    if (waiting) return waiting.id;
    const made = await newException(deps, tx, subject, asked, asker);
    await insertExceptions(tx, [made], 'asked');
    const { kind, reason } = asked;
    await audit(tx, asker.label, 'exception.ask', toPublicId('exception', made.id), {
      kind,
      scope: asked.scope,
      reason,
      findings: made.findings,
    });
    if (asked.grant) await sayYes(deps, tx, made.id, asker, null, { optional: true });
    return made.id;
  });
  await applyNow(deps, id);
  return shownById(deps, id, asker);
}

/** @throws AppError LK-CONFLICT when somebody else waits for the same */
async function sameWaiting(
  tx: Transaction<DB>,
  { extent }: Subject,
  { kind }: AskedException,
  { label }: Asker,
): Promise<StoredException | undefined> {
  const { scope, findingId, fixId, tool, rule, repositoryId, path, component, vulnerability } = extent;
  const same = (column: string, value: string | null) =>
    sql<boolean>`${sql.ref(`e.${column}`)} is not distinct from ${value}`;
  const [found] = await selectExceptions(tx, {
    where: sql<boolean>`e.state = 'asked' and e.scope = ${scope} and e.kind = ${kind}
      and (e.scope <> 'finding' or ${same('finding_id', findingId)}) and ${same('fix_id', fixId)}
      and ${same('tool', tool)} and ${same('rule', rule)} and ${same('repository_id', repositoryId)}
      and ${same('path', path)} and ${same('component', component)} and ${same('vulnerability', vulnerability)}
      and e.versions is not distinct from ${extent.versions === null ? null : [...extent.versions]}::text[]`,
    order: sql`e.id`,
    limit: 1,
  });
  if (!found || found.askedBy === label) return found;
  throw new AppError(
    'LK-CONFLICT',
    `${found.askedBy} has asked for the same (${toPublicId('exception', found.id)}): add your words there.`,
  );
}

async function newException(
  { ids, clock }: ExceptionsDeps,
  tx: Transaction<DB>,
  subject: Subject,
  asked: AskedException,
  asker: Asker,
): Promise<NewException> {
  const { kind, justification, evidence, reason } = asked;
  const now = clock.now();
  const { rules, policyVersion } = await loadContext(tx);
  const { measured, priority, allTeams } = await weighUp(tx, kind, subject);
  const granted = { kind, priority, allTeams };
  const { maxDays } = rowFor(rules, granted);
  const until = readUntil(asked.until, { kind, maxDays, now });
  if (!until.ok) throw new AppError('LK-VALIDATION', until.problem);
  if (kind === 'mitigated' && justification === null)
    throw new AppError('LK-VALIDATION', 'justification: say which of the five reasons mitigates it');
  return {
    ...subject.extent,
    id: ids.next(),
    kind,
    findingId: subject.findingId,
    duplicateOf: await duplicateOf(tx, subject, asked),
    justification: kind === 'mitigated' ? justification : null,
    reason,
    evidence,
    priority,
    ceiling: 0,
    allTeams,
    teamId: subject.teamId,
    targetId: subject.targetId,
    awaits: rolesOf(weigh(rules, granted, [])),
    askedBy: asker.label,
    askedByPerson: asker.personId,
    askedAt: now,
    expiresAt: until.at,
    source: 'person',
    policyVersion,
    findings: measured.findings,
    teams: measured.teams.length,
    extends: null,
  };
}

async function duplicateOf(
  tx: Transaction<DB>,
  { findingId, extent }: Subject,
  asked: AskedException,
): Promise<string | null> {
  if (asked.kind !== 'duplicate') return null;
  if (extent.scope !== 'finding')
    throw new AppError(
      'LK-VALIDATION',
      'scope: only one finding repeats another; ask for the finding itself',
    );
  const id = fromPublicId('finding', asked.duplicateOf ?? '');
  if (!id) throw new AppError('LK-VALIDATION', 'duplicateOf: name the finding that it repeats (fnd_…)');
  if (id === findingId) throw new AppError('LK-VALIDATION', 'duplicateOf: a finding does not repeat itself');
  const other = await tx
    .selectFrom('v_findings_finding')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!other) throw new AppError('LK-NOT-FOUND', `there is no finding ${asked.duplicateOf}`);
  if (other.state === 'fixed')
    throw new AppError(
      'LK-CONFLICT',
      'duplicateOf: that one is fixed, and this one is still told: it is no duplicate.',
    );
  return id;
}
