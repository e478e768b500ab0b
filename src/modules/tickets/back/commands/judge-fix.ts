import { sql } from 'kysely';
import { toPublicId } from '../../../../kernel/ids.ts';
import { audit } from '../../../access/public.ts';
import { keepLabels } from '../../../policy/public.ts';
import { changeAsk } from '../../asks/change-ask.ts';
import type { BackDeps } from '../deps.ts';
import type { Spoken } from './run-command.ts';
import { notOfAsks, openFindings } from './subject.ts';

/** "These help nobody": a label for every open finding of the fix. */
export async function notUseful(
  { db, ids, clock }: BackDeps,
  { actor, subject, channel }: Spoken,
  reason: string | null,
): Promise<string> {
  if (subject.of === 'ask') throw notOfAsks();
  const findings = await openFindings(db, subject.fixId);
  await db.transaction().execute(async (tx) => {
    const labels = findings.map(({ id }) => ({
      findingId: id,
      word: 'not-useful' as const,
      channel,
      actor: actor.label,
      reason,
    }));
    const kept = await keepLabels(tx, { ids, at: clock.now() }, labels);
    if (kept > 0)
      await audit(tx, actor.label, 'fix.label', toPublicId('fix', subject.fixId), {
        word: 'not-useful',
        reason,
        channel,
        findings: findings.length,
      });
  });
  const count = findings.length === 1 ? 'the finding' : `all ${findings.length} findings`;
  return `Noted for ${count} of ${subject.key}, thank you: it counts against the rule that told it. The ticket stays; if it is a false alarm for sure, ask for an exception on its page.`;
}

/** "I work on it": named as who does, and the findings are taken as worth the work. */
export async function takeAsMine(deps: BackDeps, { actor, subject, channel }: Spoken): Promise<string> {
  const { db, ids, clock } = deps;
  if (subject.of === 'ask') {
    await changeAsk(deps, subject.askId, { assignee: actor.name }, actor);
    return `Done: ${subject.key} is yours, ${actor.name}.`;
  }
  const findings = await openFindings(db, subject.fixId);
  await db.transaction().execute(async (tx) => {
    if (subject.ticketId !== null) {
      const changed = await tx
        .updateTable('ticket')
        .set({
          assignee: actor.name,
          edited: sql<string[]>`array(select distinct unnest(edited || array['assignee']))`,
        })
        .where('id', '=', subject.ticketId)
        .where(sql<boolean>`assignee is distinct from ${actor.name}`)
        .executeTakeFirst();
      if (changed.numUpdatedRows > 0n)
        await audit(tx, actor.label, 'ticket.change', subject.ticketId, { assignee: actor.name, channel });
    }
    const labels = findings.map(({ id }) => ({
      findingId: id,
      word: 'acknowledged' as const,
      channel,
      actor: actor.label,
      reason: null,
    }));
    await keepLabels(tx, { ids, at: clock.now() }, labels);
  });
  return `Done: ${subject.key} is yours, ${actor.name}. It closes by itself when a scan proves the fix.`;
}
