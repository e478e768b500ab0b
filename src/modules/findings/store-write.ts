import { sql, type Transaction } from 'kysely';
import type { Closing } from '../../contract/findings.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { severityRank } from '../../kernel/severity.ts';
import { type CopyValue, copyInto } from '../../platform/database/copy.ts';
import type { DB } from '../schema.gen.ts';
import { detailOf } from './content.ts';
import { packageOf } from './keys.ts';
import { type Decided, FINDING_COLUMNS, findingRow, routeOf, type ScanPlace } from './rows.ts';
import { ruleIdOf, vulnerabilitiesOf } from './stored-names.ts';

type Tx = Transaction<DB>;

/** New findings, streamed by COPY as they are decided. */
export const insertFindings = (tx: Tx, scan: ScanPlace, decided: AsyncIterable<Decided>): Promise<number> =>
  copyInto(tx, 'finding', FINDING_COLUMNS, rowsOf(scan, decided));

async function* rowsOf(scan: ScanPlace, decided: AsyncIterable<Decided>): AsyncIterable<CopyValue[]> {
  for await (const one of decided) yield findingRow(scan, one);
}

/** Findings seen again with something changed: place, wording, severity, and with it the decision. */
export async function updateFindings(tx: Tx, scan: ScanPlace, changed: readonly Decided[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map((one) => {
    const { observation, decision } = one;
    return {
      id: one.id,
      key: one.key,
      ordered: one.ordered,
      content: one.content,
      fix_id: one.fixId,
      owner_team_id: one.ownerTeamId,
      owner_reason_id: one.ownerReasonId,
      decision_reason_id: one.decisionReasonId,
      due_at: decision.dueAt,
      review_at: decision.reviewAt,
      start_line: observation.place.startLine ?? null,
      end_line: observation.place.endLine ?? null,
      severity: severityRank(observation.severity),
      priority: PRIORITIES.indexOf(decision.priority),
      unowned: one.owner.unowned,
      exploited: one.exploited,
      state: one.state,
      route: routeOf(decision),
      title: observation.title,
      path: observation.place.path ?? null,
      snippet: observation.place.snippet ?? null,
      message: observation.message ?? null,
      component: observation.component ? packageOf(observation.component) : null,
      version: observation.component?.version ?? null,
      fixed_versions: observation.component?.fixedVersions.length
        ? observation.component.fixedVersions
        : null,
      vulnerabilities: vulnerabilitiesOf(observation),
      detail: JSON.parse(detailOf(observation) ?? 'null'),
      rule_id: ruleIdOf(scan.tool, observation.rule),
      on_default: one.onDefault,
      rule_sets: one.ruleSets,
      exception_id: one.exception?.id ?? null,
    };
  });
  await sql`
    update finding f set
      key = u.key, ordered = u.ordered, content = u.content,
      -- Who follows or inherits another's fix goes on with it; its own is kept for when it parts.
      fix_id = case when f.own_fix_id is null or u.fix_id is null then u.fix_id else f.fix_id end,
      own_fix_id = case when f.own_fix_id is not null then nullif(u.fix_id, f.fix_id) end,
      rule_id = u.rule_id,
      owner_team_id = u.owner_team_id, owner_reason_id = u.owner_reason_id, decision_reason_id = u.decision_reason_id,
      due_at = u.due_at, start_line = u.start_line, end_line = u.end_line, severity = u.severity,
      priority = u.priority, unowned = u.unowned, exploited = u.exploited, state = u.state, route = u.route,
      title = u.title, path = u.path, snippet = u.snippet, message = u.message, component = u.component,
      version = u.version, fixed_versions = u.fixed_versions, vulnerabilities = u.vulnerabilities, detail = u.detail,
      on_default = u.on_default, rule_sets = u.rule_sets, exception_id = u.exception_id, absent_since = null, closed_how = null, policy_version = ${scan.policyVersion}, decided_at = ${scan.decidedAt}, review_at = u.review_at, changed_at = greatest(f.changed_at, ${scan.at}), changed_scan_id = ${scan.scanId}
    from jsonb_populate_recordset(null::finding, ${JSON.stringify(rows)}::jsonb) u
    where f.id = u.id`.execute(tx);
}

/**
 * Absent from a scan that proves it.
 * @param how as a person would have closed it, where the tool says that a credential is dead
 */
export async function markFixed(
  tx: Tx,
  scan: ScanPlace,
  findingIds: readonly string[],
  how: Closing | null = null,
): Promise<void> {
  if (findingIds.length === 0) return;
  await sql`update finding set state = 'fixed', closed_how = ${how}::text, absent_since = null,
      changed_at = greatest(changed_at, ${scan.at}), changed_scan_id = ${scan.scanId}, lead_id = null,
      lead_because = null, lead_by_person = false, own_fix_id = null
    where id = any(${findingIds}::uuid[])`.execute(tx);
}

/** Absent, yet open: a secret is only fixed when it is revoked, a finding made by hand when it is retested. */
export async function markAbsent(tx: Tx, at: string | null, findingIds: readonly string[]): Promise<void> {
  if (findingIds.length === 0) return;
  await sql`update finding set absent_since = ${at} where id = any(${findingIds}::uuid[])`.execute(tx);
}

export interface FindingEvent {
  findingId: string;
  kind:
    | 'fixed'
    | 'reopened'
    | 'moved'
    | 're-rated'
    | 'excepted'
    | 'exception-ended'
    | 'counted-again'
    | 'removed'
    | 'seen-again'
    | 'closed-by-hand'
    | 'correlated'
    | 'separated'
    | 'unconfirmed'
    | 'left-branch'
    | 'on-branch'
    | 'moved-owner'
    | 'decided-again'
    | 'disputed'
    | 'dispute-decided'
    | 'looked-again';
  note: string | null;
}

export async function recordEvents(
  tx: Tx,
  ids: IdSource,
  entry: { at: string; actor: string; scanId: string | null },
  events: readonly FindingEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const columns = ['id', 'finding_id', 'at', 'kind', 'actor', 'scan_id', 'note'];
  const rows = events.map((event) => [
    ids.next(),
    event.findingId,
    entry.at,
    event.kind,
    entry.actor,
    entry.scanId,
    event.note,
  ]);
  await copyInto(tx, 'finding_event', columns, rows);
}

/**
 * The newest complete scan of the stream, and what its results were.
 * @param scan without `id` and `digest` when more is live than it saw: its results again are then compared
 */
export async function advanceStream(
  tx: Tx,
  streamId: string,
  scan: { id: string | null; at: Date; digest: string | null; ruleSet: string | null },
): Promise<void> {
  await tx
    .updateTable('stream')
    .set({ scan_id: scan.id, scanned_at: scan.at, results_digest: scan.digest, rule_set: scan.ruleSet })
    .where('id', '=', streamId)
    .execute();
}

/** A scan of a part changed what is live: the results of the newest complete scan no longer tell it. */
export async function unsettleStream(tx: Tx, streamId: string): Promise<void> {
  await tx
    .updateTable('stream')
    .set({ scan_id: null, results_digest: null })
    .where('id', '=', streamId)
    .where('scan_id', 'is not', null)
    .execute();
  await tx
    .updateTable('stream_branch')
    .set({ scan_id: null, results_digest: null })
    .where('stream_id', '=', streamId)
    .where('scan_id', 'is not', null)
    .execute();
}

/** A later scan told the very results of the newest complete one. */
export async function confirmStream(tx: Tx, streamId: string, scan: { id: string; at: Date }): Promise<void> {
  await tx
    .updateTable('stream')
    .set({ scan_id: scan.id, scanned_at: scan.at })
    .where('id', '=', streamId)
    .execute();
}
