import { type Decision, PRIORITIES } from '../../../kernel/decision.ts';
import { type DecidableFinding, routeOf } from '../../findings/public.ts';
import { type Basis, type Facts, factsOfStored, isExploited } from '../../policy/pure.ts';

/** The facts of a stored finding without its clock; `basis` is what it was or is to be decided by. Pure. */
export function factsOf(finding: DecidableFinding, basis: Basis, branch: string | null, now: string): Facts {
  const { detail } = finding;
  const stored = {
    ...finding,
    verified: detail?.secret?.verified ?? null,
    score: detail?.score ?? null,
    team: finding.ownerKey,
    branch,
    openedAt: finding.openedAt.toISOString(),
  };
  return factsOfStored(stored, basis, null, now);
}

/** What a decision comes to, as it is stored: two that agree in all of it are the same but for their words. */
export interface Outcome {
  priority: number;
  /** ISO 8601. */
  dueAt: string | null;
  reviewAt: string | null;
  route: string | null;
  /** Id of the rule by which the clock stands still. */
  pausedBy: string | null;
  exploited: boolean;
}

export const outcomeOf = (decision: Decision, { intel }: Pick<Basis, 'intel'>): Outcome => ({
  priority: PRIORITIES.indexOf(decision.priority),
  dueAt: decision.dueAt,
  reviewAt: decision.reviewAt,
  route: routeOf(decision),
  pausedBy: decision.pausedBy,
  exploited: isExploited(intel) === true,
});

export const storedOutcome = (finding: DecidableFinding): Outcome => ({
  priority: finding.priority,
  dueAt: finding.dueAt?.toISOString() ?? null,
  reviewAt: finding.reviewAt?.toISOString() ?? null,
  route: finding.route,
  pausedBy: finding.clock.pausedBy,
  exploited: finding.exploited,
});
