import { type Decision, PRIORITIES } from '../../kernel/decision.ts';
import type { Observation } from '../../kernel/observation.ts';
import type { Owner } from '../../kernel/owner.ts';
import { severityRank } from '../../kernel/severity.ts';
import type { CopyValue } from '../../platform/database/copy.ts';
import { detailOf } from './content.ts';
import { packageOf } from './keys.ts';
import { ruleIdOf, vulnerabilitiesOf } from './stored-names.ts';

/** Columns of a new finding in the order of `findingRow`. */
export const FINDING_COLUMNS = [
  'id',
  'stream_id',
  'target_id',
  'repository_id',
  'rule_id',
  'key',
  'ordered',
  'content',
  'fix_id',
  'opened_scan_id',
  'changed_scan_id',
  'owner_team_id',
  'owner_reason_id',
  'decision_reason_id',
  'opened_at',
  'changed_at',
  'due_at',
  'start_line',
  'end_line',
  'severity',
  'priority',
  'policy_version',
  'decided_at',
  'review_at',
  'unowned',
  'exploited',
  'phase',
  'kind',
  'state',
  'route',
  'title',
  'path',
  'snippet',
  'message',
  'component',
  'version',
  'fixed_versions',
  'vulnerabilities',
  'detail',
  'on_default',
  'rule_sets',
  'exception_id',
] as const;

/** Where a scan's findings belong: the same for all of its rows. */
export interface ScanPlace {
  streamId: string;
  targetId: string;
  repositoryId: string | null;
  scanId: string;
  tool: string;
  phase: string;
  /** ISO 8601: when the scan's findings count as opened. */
  at: string;
  policyVersion: number;
  /** ISO 8601: the moment of deciding. */
  decidedAt: string;
  /** Name of the rule set; empty = none. */
  ruleSet: string;
}

export interface Decided {
  id: string;
  observation: Observation;
  key: string;
  ordered: boolean;
  content: string;
  fixId: string | null;
  ownerTeamId: string;
  ownerReasonId: string;
  decision: Decision;
  decisionReasonId: string;
  owner: Owner;
  exploited: boolean;
  state: 'open' | 'reopened' | 'excepted';
  /** The exception that covers it, if a person granted one. */
  exception: { id: string; words: string } | null;
  /** Why the exception that it had does not cover it any more; null = it had none, or still has one. */
  exceptionEnded: string | null;
  onDefault: boolean;
  /** Null = one without a name. */
  ruleSets: string[] | null;
}

export const routeOf = (decision: Decision): string | null =>
  decision.route.to === 'owner' ? null : decision.route.to === 'hold' ? 'hold' : decision.route.queue;

export function findingRow(scan: ScanPlace, decided: Decided): CopyValue[] {
  const { observation, decision } = decided;
  const { place, component } = observation;
  return [
    decided.id,
    scan.streamId,
    scan.targetId,
    scan.repositoryId,
    ruleIdOf(scan.tool, observation.rule),
    decided.key,
    decided.ordered,
    decided.content,
    decided.fixId,
    scan.scanId,
    scan.scanId,
    decided.ownerTeamId,
    decided.ownerReasonId,
    decided.decisionReasonId,
    scan.at,
    scan.at,
    decision.dueAt,
    place.startLine ?? null,
    place.endLine ?? null,
    severityRank(observation.severity),
    PRIORITIES.indexOf(decision.priority),
    scan.policyVersion,
    scan.decidedAt,
    decision.reviewAt,
    decided.owner.unowned,
    decided.exploited,
    scan.phase,
    observation.kind,
    decided.state,
    routeOf(decision),
    observation.title,
    place.path ?? null,
    place.snippet ?? null,
    observation.message ?? null,
    component ? packageOf(component) : null,
    component?.version ?? null,
    component?.fixedVersions.length ? component.fixedVersions : null,
    vulnerabilitiesOf(observation),
    detailOf(observation),
    decided.onDefault,
    decided.ruleSets,
    decided.exception?.id ?? null,
  ];
}
