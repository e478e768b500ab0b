import { PRIORITIES } from '../../kernel/decision.ts';
import { PHASES } from '../../kernel/phase.ts';
import { severityOfRank } from '../../kernel/severity.ts';
import { type MovableFinding, type Reason, routeOf } from '../findings/public.ts';
import { fixForOwner } from '../findings/pure.ts';
import type { Whose } from '../ownership/pure.ts';
import {
  decide,
  type Facts,
  type IntelMap,
  intelOf,
  NOT_JUDGED,
  PLAIN_CLOCKS,
  type Policy,
} from '../policy/pure.ts';
import { decisionReason } from './reason-id.ts';

export interface Judged {
  priority: number;
  /** ISO 8601. */
  dueAt: string | null;
  route: string | null;
  reason: Reason | null;
}

/** What deciding on a stored finding rests on. */
export interface StoredGround {
  policy: Policy;
  intel: IntelMap;
  /** Branches of scans by the scan's id. */
  branches: ReadonlyMap<string, string>;
  /** ISO 8601. */
  now: string;
}

/** A policy that never looks at the owner says the same of every owner. */
export const looksAtOwner = ({ reads }: Policy): boolean => reads.some(({ group }) => group === 'owner');

/** Urgency and date with a new owner. A move never gives more time than there was. Pure. */
export function judgeAgain(ground: StoredGround, finding: MovableFinding, whose: Whose): Judged {
  const kept = finding.dueAt?.toISOString() ?? null;
  if (!looksAtOwner(ground.policy)) {
    const { priority, route } = finding;
    return { priority, dueAt: kept, route, reason: null };
  }
  const decision = decide(ground.policy, factsOf(ground, finding, whose));
  return {
    priority: PRIORITIES.indexOf(decision.priority),
    dueAt: earlier(kept, decision.dueAt),
    route: routeOf(decision),
    reason: decisionReason(decision),
  };
}

const earlier = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;

function factsOf(ground: StoredGround, finding: MovableFinding, { owner, service: known }: Whose): Facts {
  const { kind, path, rule, tool, detail, fixedVersions, component, changedScanId } = finding;
  const { service, ...rest } = known;
  const phase = PHASES.find((known) => known === finding.phase) ?? null;
  return {
    finding: {
      kind,
      severity: severityOfRank(finding.severity),
      verified: detail?.secret?.verified ?? null,
      fixAvailable: component === null ? null : (fixedVersions?.length ?? 0) > 0,
      ...PLAIN_CLOCKS,
      reachable: null,
      phase,
      score: detail?.score ?? null,
      rule,
      path,
    },
    service: { name: service, ...rest },
    owner: { team: owner.team, unowned: owner.unowned },
    intel: intelOf(finding.vulnerabilities ?? [], ground.intel, {
      epss: detail?.epss,
      exploited: detail?.exploited,
    }),
    scan: { tool, phase, branch: ground.branches.get(changedScanId ?? '') ?? null },
    trust: NOT_JUDGED,
    detectedAt: finding.openedAt.toISOString(),
    now: ground.now,
  };
}

/** The fix that is its own with the new owner; null for what nobody has to fix. */
export function ownFixFor(finding: MovableFinding, ownerTeamId: string) {
  const { ownFix, targetId, rule, title, path, snippet, detail } = finding;
  if (!ownFix) return null;
  return fixForOwner(
    {
      fix: ownFix,
      targetId,
      rule,
      title,
      path,
      snippet,
      secretHash: detail?.secret?.hash ?? null,
      externalId: detail?.externalId ?? null,
    },
    ownerTeamId,
  );
}
