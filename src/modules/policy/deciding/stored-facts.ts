import type { FindingKind } from '../../../kernel/observation.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { severityOfRank } from '../../../kernel/severity.ts';
import { type Basis, type Clocks, type Facts, factsSchema, PLAIN_CLOCKS } from './facts.ts';

/** What is stored of a finding that a decision rests on: the columns of `v_findings_finding` and what they name. */
export interface StoredFinding {
  kind: FindingKind;
  /** 0 = critical … 4 = info. */
  severity: number;
  path: string | null;
  /** As the report calls its rule. */
  rule: string;
  tool: string;
  phase: string;
  component: string | null;
  fixedVersions: readonly string[] | null;
  /** `detail.secret.verified` and `detail.score`. */
  verified: boolean | null;
  score: number | null;
  /** Key of the owning team. */
  team: string;
  unowned: boolean;
  /** Of the scan that changed it last. */
  branch: string | null;
  /** ISO 8601: the clock counts from here. */
  openedAt: string;
}

/** A row of `v_findings_clock`; times are ISO 8601. */
export interface StoredClock {
  fixSince: string | null;
  restartedAt: string | null;
  waitsFor: string | null;
  pausedSince: string | null;
  pausedDays: number;
}

/**
 * The facts of a stored finding, as the line had them when it decided. Pure.
 * @param basis `facts` of the reason that the finding names, or newer ones; equal bases should be one object, since
 *   deciding remembers it
 * @param clock null for almost all: nothing is remembered but detection
 */
export function factsOfStored(
  finding: StoredFinding,
  basis: Basis,
  clock: StoredClock | null,
  now: string,
): Facts {
  const { kind, path, rule, tool, component, fixedVersions, verified, score, branch } = finding;
  const phase = PHASES.find((known) => known === finding.phase) ?? null;
  return {
    finding: {
      kind,
      severity: severityOfRank(finding.severity),
      verified,
      fixAvailable: component === null ? null : (fixedVersions?.length ?? 0) > 0,
      ...(clock ? clocksOf(clock) : PLAIN_CLOCKS),
      reachable: null,
      phase,
      score,
      rule,
      path,
    },
    service: basis.service,
    owner: { team: finding.team, unowned: finding.unowned },
    intel: basis.intel,
    scan: { tool, phase, branch },
    trust: basis.trust,
    detectedAt: finding.openedAt,
    now,
  };
}

/** What a remembered clock says, as facts. */
export const clocksOf = ({
  fixSince,
  restartedAt,
  waitsFor,
  pausedSince,
  pausedDays,
}: StoredClock): Clocks => ({
  fixAvailableSince: fixSince,
  evaluatedAt: null,
  restartedAt,
  waitsFor,
  pausedSince,
  pausedDays: pausedDays > 0 ? pausedDays : null,
});

const BLANK: Basis = factsSchema.parse({ finding: { kind: 'code', severity: 'info' } });

/**
 * What the reasons of a decision keep, as facts: what a later release asks besides was not assessed then. Null where
 * they were written before decisions kept what they rest on.
 */
export function basisOf(facts: unknown): Basis | null {
  if (typeof facts !== 'object' || facts === null) return null;
  let basis = bases.get(facts);
  if (!basis) {
    const kept = facts as Partial<Basis>;
    basis = {
      service: { ...BLANK.service, ...kept.service },
      intel: { ...BLANK.intel, ...kept.intel },
      trust: { ...BLANK.trust, ...kept.trust },
    };
    bases.set(facts, basis);
  }
  return basis;
}

/** Findings share their reasons, and deciding tells facts apart by the objects they are. */
const bases = new WeakMap<object, Basis>();

/** A service of which nothing is stated. */
export const BLANK_SERVICE: Facts['service'] = BLANK.service;
