import type { Transaction } from 'kysely';
import type { ReportFinding } from '../../contract/scans.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Observation } from '../../kernel/observation.ts';
import { ensureTarget, lockTarget, rememberFinder } from '../findings/public.ts';
import { keysOf } from '../findings/pure.ts';
import { ensureRepository } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
import { type LineDeps, takeInLocked } from './line.ts';
import { readByHand } from './read.ts';
import { insertScan, loadScan } from './store.ts';
import { nowCalled } from './target-of.ts';
import { timeOfScan } from './time-of-scan.ts';

export interface Reporter {
  label: string;
  name: string;
  personId: string | null;
}

/**
 * A finding that a person tells of walks the same line as one a tool tells of: same owner, policy, ticket.
 * Its identity is source and external id where given, so that telling it twice does not double it.
 * @returns id of the finding
 */
export async function reportByHand(
  deps: LineDeps,
  report: ReportFinding,
  reporter: Reporter,
): Promise<string> {
  const scanId = deps.ids.next();
  const observation = observationOf(report, scanId);
  const rule = { id: observation.rule, name: observation.rule };
  const read = await readByHand(observation, rule, 'by-hand', report.phase);
  return deps.db.transaction().execute(async (tx) => {
    const targetId = await insertReport(deps, tx, scanId, report, reporter);
    await lockTarget(tx, targetId);
    const scan = await loadScan(tx, scanId);
    if (!scan) throw new AppError('LK-BUG', 'the scan was written just before');
    await takeInLocked(deps, tx, scan, read);
    return rememberFinder(tx, {
      targetId,
      key: keysOf(observation).key,
      personId: report.finder ? null : reporter.personId,
      name: report.finder?.name ?? reporter.name,
      contact: report.finder?.contact ?? null,
      evidence: report.evidence || null,
    });
  });
}

async function insertReport(
  deps: LineDeps,
  tx: Transaction<DB>,
  scanId: string,
  report: ReportFinding,
  reporter: Reporter,
): Promise<string> {
  const now = deps.clock.now();
  const repository =
    report.target.kind === 'repository' ? await ensureRepository(tx, deps.ids, report.target.key) : null;
  const targetId = await ensureTarget(tx, deps.ids, nowCalled(report.target, repository), repository);
  await insertScan(tx, {
    id: scanId,
    target_id: targetId,
    tool_asked: null,
    category: report.source ?? '',
    phase: report.phase,
    branch: null,
    commit: null,
    complete: false,
    coverage: '{}',
    scanned_at: timeOfScan('foundAt', report.foundAt, now),
    received_at: now,
    blob: null,
    texts_blob: null,
    bytes: 0,
    file_name: null,
    submitted_by: reporter.label,
  });
  return targetId;
}

function observationOf(report: ReportFinding, scanId: string): Observation {
  return {
    kind: 'manual',
    rule: report.source ?? `Found in ${report.phase.replaceAll('-', ' ')}`,
    title: report.title,
    ...(report.description && { message: report.description }),
    severity: report.severity,
    cwes: report.cwe ? [report.cwe] : [],
    vulnerabilities: [],
    place: {
      ...(report.path && { path: report.path }),
      ...(report.line && { startLine: report.line }),
    },
    ...(report.url && { web: { url: report.url } }),
    externalId: report.externalId ?? scanId,
  };
}
