import type { ReportFinding } from '../../contract/scans.ts';
import type { Observation } from '../../kernel/observation.ts';
import { ensureTarget, rememberFinder } from '../findings/public.ts';
import { ensureRepository } from '../organisation/public.ts';
import { type LineDeps, takeIn } from './line.ts';
import { readByHand } from './read.ts';
import { insertScan, loadScan } from './store.ts';

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
  const now = deps.clock.now();
  const scanId = deps.ids.next();
  await deps.db.transaction().execute(async (tx) => {
    const repository =
      report.target.kind === 'repository' ? await ensureRepository(tx, deps.ids, report.target.key) : null;
    await insertScan(tx, {
      id: scanId,
      target_id: await ensureTarget(tx, deps.ids, report.target, repository?.id ?? null),
      tool_asked: null,
      category: report.source ?? '',
      phase: report.phase,
      branch: null,
      commit: null,
      complete: false,
      coverage: '{}',
      scanned_at: report.foundAt ? new Date(report.foundAt) : now,
      received_at: now,
      blob: null,
      bytes: 0,
      file_name: null,
      submitted_by: reporter.label,
    });
  });
  const scan = await loadScan(deps.db, scanId);
  if (!scan) throw new Error('the scan was written before');
  const observation = observationOf(report, scanId);
  const rule = { id: observation.rule, name: observation.rule };
  await takeIn(deps, scan, await readByHand(observation, rule, 'by-hand', report.phase));
  const finder = { name: report.finder?.name ?? reporter.name, contact: report.finder?.contact ?? null };
  return rememberFinder(deps.db, {
    externalId: observation.externalId ?? '',
    targetId: scan.targetId,
    personId: report.finder ? null : reporter.personId,
    evidence: report.evidence || null,
    ...finder,
  });
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
