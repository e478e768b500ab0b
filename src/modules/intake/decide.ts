import { type Decision, PRIORITIES } from '../../kernel/decision.ts';
import type { TargetRef } from '../../kernel/finding.ts';
import type { Observation } from '../../kernel/observation.ts';
import type { Owner } from '../../kernel/owner.ts';
import { scoreOfVectors } from '../../readers/cvss.ts';
import type {
  BaseImage,
  Coverings,
  Decided,
  Exempt,
  FindingClock,
  OwnedFix,
  Reason,
} from '../findings/public.ts';
import { exemptOf, fixOf, NOT_EXEMPT, PLAIN_CLOCK, sameClock } from '../findings/pure.ts';
import type { Registry } from '../organisation/public.ts';
import type { TargetOwners, Whose } from '../ownership/pure.ts';
import {
  decide,
  type Facts,
  type IntelMap,
  intelOf,
  PLAIN_CLOCKS,
  type Policy,
  type TrustMap,
  trustOf,
} from '../policy/pure.ts';
import { decideOn } from './again/decide-on.ts';
import { foundOf } from './found.ts';
import { teamAndQueue } from './new-owner.ts';
import type { Past } from './past.ts';
import type { SeenObservation } from './read.ts';
import { decisionReason, reasonOf } from './reason-id.ts';

/** Everything a decision rests on, loaded before; from here on there is no I/O and no clock. */
export interface Ground {
  target: TargetRef & { id: string };
  tool: string;
  phase: Facts['finding']['phase'];
  branch: string | null;
  owners: TargetOwners;
  registry: Registry;
  policy: Policy;
  intel: IntelMap;
  trust: TrustMap;
  coverings: Coverings;
  /** By layer, the other image it comes from. */
  origins: ReadonlyMap<string, BaseImage>;
  /** Which of those have something left to fix; null = the policy does not ask. */
  waiting: ReadonlySet<string> | null;
  /** What the report calls its rules. */
  ruleNames: ReadonlyMap<string, string>;
  /** ISO 8601. */
  now: string;
}

/** The finding that an observation becomes or changes. */
export interface Subject {
  id: string;
  /** ISO 8601: the clock of the deadline starts here, also when it is seen again. */
  detectedAt: string;
  state: Decided['state'];
  onDefault: boolean;
  ruleSets: string[] | null;
  /** What it had until now; null = it is new, or had none. */
  fixId: string | null;
  exceptionId: string | null;
  /** What is remembered of a known one. */
  past: Past | null;
}

interface Place {
  owner: Owner;
  teamId: string;
  queue: string | null;
  reasonId: string;
  service: Facts['service'];
}

/**
 * Decides one observation after the other: whose it is, how urgent, by when, and which fix removes it.
 * Reasons and fixes are gathered on the way, each once.
 */
export class Decider {
  readonly reasons = new Map<string, Reason>();
  readonly fixes = new Map<string, OwnedFix>();
  /** Clocks of which there is something to remember, or no longer. */
  readonly clocks: { findingId: string; clock: FindingClock }[] = [];
  readonly #ground: Ground;
  readonly #reasonIds = new WeakMap<readonly string[], string>();
  readonly #places = new Map<Whose, Place>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  decide(told: Observation, seen: SeenObservation, subject: Subject): Decided {
    const observation = withScore(told);
    const place = this.#placeOf(observation);
    // Suppressed by the tool itself.
    const excepted = subject.state === 'excepted';
    const fixId = excepted ? null : this.#fixOf(observation, place);
    const facts = this.#factsOf(observation, place, subject);
    const decision = this.#decideOn(facts, subject, fixId);
    const exempt = excepted ? NOT_EXEMPT : this.#exempt(observation, subject, place, fixId, decision);
    return {
      id: subject.id,
      observation,
      key: seen.key,
      ordered: seen.ordered,
      content: seen.content,
      fixId,
      ownerTeamId: place.teamId,
      ownerReasonId: place.reasonId,
      decision,
      decisionReasonId: this.#reason(decision.because, () => decisionReason(decision)),
      owner: place.owner,
      exploited: facts.intel.kev === true || facts.intel.exploitation === 'active',
      state: exempt.exception ? 'excepted' : subject.state,
      ...exempt,
      onDefault: subject.onDefault,
      ruleSets: subject.ruleSets,
    };
  }

  /** Almost none has a clock to be remembered: only those ask for more than the policy. */
  #decideOn(facts: Facts, { id, past }: Subject, fixId: string | null): Decision {
    const { policy, waiting } = this.#ground;
    const base = waiting && fixId !== null ? this.fixes.get(fixId)?.baseTargetId : null;
    const waitsFor = base && waiting?.has(base) ? 'base-image' : null;
    if (!past && waitsFor === null) {
      const plain = decide(policy, facts);
      if (plain.pausedBy === null) return plain;
    }
    const before = past?.clock ?? PLAIN_CLOCK;
    const clock = waiting && before.waitsFor !== waitsFor ? { ...before, waitsFor } : before;
    const decided = decideOn(policy, facts, clock, past?.bound ?? null);
    if (!sameClock(decided.clock, past?.before ?? PLAIN_CLOCK))
      this.clocks.push({ findingId: id, clock: decided.clock });
    return decided.decision;
  }

  #exempt(
    observation: Observation,
    { id, fixId: before, exceptionId }: Subject,
    { teamId }: Place,
    fixId: string | null,
    decision: Decision,
  ): Exempt {
    const { coverings, tool } = this.#ground;
    const priority = PRIORITIES.indexOf(decision.priority);
    const fixIds = [fixId, before];
    return exemptOf(coverings, { observation, tool, id, fixIds, teamId, priority, exceptionId });
  }

  #placeOf(observation: Observation): Place {
    const { owners, registry } = this.#ground;
    const whose = owners.of(foundOf(observation, owners.asksResources));
    const known = this.#places.get(whose);
    if (known) return known;
    const { owner } = whose;
    const { service, ...rest } = whose.service;
    const place = {
      owner,
      ...teamAndQueue(registry, owner),
      reasonId: this.#reason(owner.because, () => reasonOf(owner.because, owner.source)),
      service: { name: service, ...rest },
    };
    this.#places.set(whose, place);
    return place;
  }

  #factsOf(observation: Observation, { owner, service }: Place, { detectedAt, past }: Subject): Facts {
    const { component, place, secret } = observation;
    const { intel, trust, tool, branch, now } = this.#ground;
    const phase = past ? past.phase : this.#ground.phase;
    return {
      finding: {
        kind: observation.kind,
        severity: observation.severity,
        verified: secret?.verified ?? null,
        fixAvailable: component ? component.fixedVersions.length > 0 : null,
        ...PLAIN_CLOCKS,
        reachable: null,
        phase,
        score: observation.score ?? null,
        rule: observation.rule,
        path: place.path ?? null,
      },
      service,
      owner: { team: owner.team, unowned: owner.unowned },
      intel: intelOf(observation.vulnerabilities, intel, {
        epss: observation.epss,
        exploited: observation.exploited,
      }),
      scan: { tool, phase, branch },
      trust: trustOf(trust, observation.rule),
      detectedAt,
      now,
    };
  }

  #fixOf(observation: Observation, { owner, teamId, queue }: Place): string {
    const { target, ruleNames, origins } = this.#ground;
    const fix = fixOf(observation, teamId, target, {
      ruleName: ruleNames.get(observation.rule),
      base: origins.get(observation.component?.layer ?? ''),
    });
    if (!this.fixes.has(fix.id)) {
      this.fixes.set(fix.id, { ...fix, ownerTeamId: teamId, unowned: owner.unowned, queue });
    }
    return fix.id;
  }

  #reason(because: readonly string[], made: () => Reason): string {
    // Equal decisions share one list of reasons, so most are found without joining their words.
    const id = this.#reasonIds.get(because);
    if (id) return id;
    const reason = made();
    this.reasons.set(reason.id, reason);
    this.#reasonIds.set(because, reason.id);
    return reason.id;
  }
}

/** A tool that tells a vector and no score: the score is kept as if it had been told. */
function withScore(told: Observation): Observation {
  if (told.score !== undefined || !told.vectors) return told;
  const score = scoreOfVectors(told.vectors);
  return score === undefined ? told : { ...told, score };
}
