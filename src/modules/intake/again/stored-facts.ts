import { type Decision, PRIORITIES } from '../../../kernel/decision.ts';
import { type DecidableFinding, routeOf } from '../../findings/public.ts';
import {
  type Basis,
  type Facts,
  factsOfStored,
  factsSchema,
  isExploited,
  NO_INTEL,
  scoreOfVectors,
} from '../../policy/pure.ts';

/** The facts of a stored finding without its clock; `basis` is what it was or is to be decided by. Pure. */
export function factsOf(finding: DecidableFinding, basis: Basis, branch: string | null, now: string): Facts {
  const { detail } = finding;
  const stored = {
    ...finding,
    verified: detail?.secret?.verified ?? null,
    score: detail?.score ?? scoreOfVectors(detail?.vectors),
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

const BLANK = factsSchema.parse({ finding: { kind: 'code', severity: 'info' } });
export const BLANK_SERVICE = BLANK.service;

const bases = new WeakMap<object, Basis>();

/**
 * What reasons keep, as facts: a fact that a later release added was not assessed then. Null where they were written
 * before decisions kept what they rest on.
 */
export function basisOf(facts: Readonly<Record<string, unknown>> | null | undefined): Basis | null {
  if (!facts) return null;
  let basis = bases.get(facts);
  if (!basis) {
    const kept = facts as Partial<Basis>;
    basis = {
      service: { ...BLANK.service, ...kept.service },
      intel: { ...NO_INTEL, ...kept.intel },
      trust: { ...BLANK.trust, ...kept.trust },
    };
    bases.set(facts, basis);
  }
  return basis;
}
