import { AppError } from '../../../../kernel/errors.ts';
import { addOverride, openDispute, speakerFor } from '../../../ownership/public.ts';
import type { BackDeps } from '../deps.ts';
import type { Command } from './parse-command.ts';
import type { Spoken } from './run-command.ts';
import { notOfAsks, type OpenFinding, openFindings } from './subject.ts';

/** Places that one command moves; more are better said in a file. */
const MOST_PLACES = 20;

/**
 * Whose it is instead. Somebody of that team, and security, takes it at once ("this is ours"); anybody of the owner asks
 * them ("not ours"), and the arbiter decides.
 */
export async function reassign(
  deps: BackDeps,
  { actor, subject, channel }: Spoken,
  { team, reason }: Extract<Command, { verb: 'reassign' }>,
): Promise<string> {
  if (subject.of === 'ask') throw notOfAsks();
  const findings = await openFindings(deps.db, subject.fixId);
  const speaker = await speakerFor(deps.db, actor);
  const because = reason ?? `said on ${subject.key} by ${channel}`;
  if (speaker.forAll || speaker.teams.has(team)) {
    const places = onePerPlace(findings);
    if (places.length > MOST_PLACES)
      throw new AppError(
        'LK-VALIDATION',
        `its findings lie in ${places.length} files; say so in about.yaml, or on the page for a whole folder`,
      );
    for (const { public: finding } of places)
      await addOverride(deps, { finding, scope: 'file', team, reason: because }, speaker);
    const where = places.length === 1 ? 'its place' : `its ${places.length} places`;
    return `Done: ${where} of ${subject.key} now belong${places.length === 1 ? 's' : ''} to ${team} for 90 days, and the work moves along with its date. A line in about.yaml makes it last.`;
  }
  const first = findings[0]!.public;
  const opened = await openDispute(
    deps,
    { finding: first, scope: 'fix', to: team, reason: because },
    speaker,
  );
  const [dispute] = opened.items;
  if (opened.opened === 0)
    return `This is being asked already (${dispute?.id}): ${dispute?.because[0] ?? 'it is for security to decide'}.`;
  return `Asked: ${team} is asked whether it is theirs (${dispute?.id}); ${dispute?.because[0] ?? 'security decides'}. Until then it stays here, by the same date.`;
}

const onePerPlace = (findings: readonly OpenFinding[]): OpenFinding[] => [
  ...new Map(findings.map((one) => [one.path ?? '', one])).values(),
];
