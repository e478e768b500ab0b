import { type Team, TRIAGE } from '../organisation/pure.ts';
import type { OwnershipFacts } from './compile.ts';
import { contactOf } from './team-names.ts';
import type { Verdict } from './verdict.ts';

/** Never "nobody": the business unit's fallback queue, then security's. Both count as unowned. */
export function fallbackVerdicts({ repository, registry }: OwnershipFacts): Verdict[] {
  const triage = registry?.triage ?? null;
  const last: Verdict = {
    answers: true,
    team: triage?.key ?? TRIAGE.key,
    source: 'security triage',
    why: `no file names a team we know: security's queue ${triage?.queue ?? TRIAGE.queue} takes care until one does`,
    contact: triage ? contactOf(triage) : { queue: TRIAGE.queue, channel: null, oncall: null },
    unowned: true,
  };
  const unit = unitVerdict(repository.unitKey, registry?.unitFallback, triage);
  return unit ? [unit, last] : [last];
}

function unitVerdict(
  unitKey: string | null,
  fallbacks: ReadonlyMap<string, Team> | undefined,
  triage: Team | null,
): Verdict | null {
  if (unitKey === null || !fallbacks) return null;
  const team = fallbacks.get(unitKey);
  if (!team || team === triage)
    return { answers: false, why: `the business unit ${unitKey} has no queue for this` };
  return {
    answers: true,
    team: team.key,
    source: 'unit fallback',
    why: `no file names a team we know: the fallback queue ${team.queue} of ${unitKey} takes care until one does`,
    contact: contactOf(team),
    unowned: true,
  };
}
