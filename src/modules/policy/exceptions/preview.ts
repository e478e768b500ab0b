import type { z } from 'zod';
import type { ExceptionPreview, previewException } from '../../../contract/exceptions.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { type Asker, type ExceptionsDeps, loadContext, loadPeople, voiceOf } from './context.ts';
import { decidesWords, mayGrant, rowFor } from './may-grant.ts';
import { subjectOf } from './subject.ts';
import { extentSentence, weighUp } from './weigh-up.ts';

/**
 * What an exception would cover and who would decide it, before anybody is asked.
 * @throws AppError as asking for it does, but for what only a reason and an end can be
 */
export async function previewOf(
  { db }: Pick<ExceptionsDeps, 'db'>,
  { kind, scope }: z.output<typeof previewException>,
  asker: Asker,
): Promise<ExceptionPreview> {
  const subject = await subjectOf(db, scope);
  const [context, weighed, people] = await Promise.all([
    loadContext(db),
    weighUp(db, kind, subject),
    loadPeople(db, asker.personId === null ? [] : [asker.personId]),
  ]);
  const { measured } = weighed;
  const team = context.teamById.get(subject.teamId)?.name ?? 'its team';
  const row = rowFor(context.rules, weighed);
  const actor = voiceOf(context, { teamId: subject.teamId, allTeams: weighed.allTeams }, asker, people);
  const { may, as, awaits, because } = mayGrant(context.rules, weighed, [], actor, team);
  return {
    sentence: extentSentence(subject.extent, measured),
    findings: measured.findings,
    places: measured.places,
    teams: measured.teams.map(({ key, name, findings }) => ({ key, name, findings })),
    priority: measured.priority === null ? null : (PRIORITIES[measured.priority] ?? 'P4'),
    future: subject.extent.scope !== 'finding',
    decides: decidesWords(row, weighed, team),
    maxDays: row.maxDays,
    you: { may, as, awaits, because },
  };
}
