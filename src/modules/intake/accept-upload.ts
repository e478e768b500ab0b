import type { Transaction } from 'kysely';
import { type AcceptScanQuery, coverage } from '../../contract/scans.ts';
import { AppError } from '../../kernel/errors.ts';
import type { TargetRef } from '../../kernel/finding.ts';
import type { Database } from '../../platform/database/database.ts';
import { addJobCall, type EnqueueOptions, enqueue } from '../../platform/jobs/jobs.ts';
import { findReader } from '../../readers/registry.ts';
import { confirmStream, ensureTarget, tryLockTarget } from '../findings/public.ts';
import { ensureRepository } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
import { textsBlobOf } from './accept-line-texts.ts';
import type { LineDeps } from './line.ts';
import { findSame, insertSame, insertScan, insertScanWithJob, type NewScan } from './store.ts';
import { nowCalled, targetOf } from './target-of.ts';
import { timeOfScan } from './time-of-scan.ts';

export const LINE_JOB = 'intake.line';
/** With waits of exp(attempt) seconds the last one is about half an hour after the first. */
const LINE_ATTEMPTS = 8;

export interface Upload {
  query: AcceptScanQuery;
  body: AsyncIterable<Uint8Array>;
  submittedBy: string;
  maxBytes: number;
}

/**
 * Step 1 of the line: keeps the bytes, writes the scan and its job in one transaction. The bytes come
 * first, so that a crash leaves at most bytes that nobody names (the nightly job removes them).
 */
export async function acceptUpload(
  deps: LineDeps,
  { query, body, submittedBy, maxBytes }: Upload,
): Promise<{ id: string; state: 'received' | 'same' }> {
  checkText(query);
  const ref = targetOf(query);
  checkTool(query.tool);
  const coverageText = JSON.stringify(coverageOf(query));
  const now = deps.clock.now();
  const scannedAt = timeOfScan('at', query.at, now);
  const name = `${query.repository}\n${ref.kind}\n${ref.key}`;
  const targetId = targets.get(deps.db)?.get(name);
  const textsBlob = await textsBlobOf(deps, query.lineTexts, submittedBy);
  const blob = await deps.blobs.put(body, { maxBytes });
  if (blob.bytes === 0)
    throw new AppError('LK-VALIDATION', 'the request has no body: send the report’s bytes');
  const scan = (target: string): NewScan => ({
    id: deps.ids.next(),
    target_id: target,
    tool_asked: query.tool ?? null,
    category: query.category,
    phase: query.phase ?? null,
    branch: query.branch ?? null,
    commit: query.commit ?? null,
    complete: !query.partial,
    coverage: coverageText,
    scanned_at: scannedAt,
    received_at: now,
    blob: blob.hash,
    texts_blob: textsBlob,
    bytes: blob.bytes,
    file_name: query.fileName ?? null,
    submitted_by: submittedBy,
  });
  if (targetId && !blob.existed) return acceptKnown(deps, scan(targetId));
  const accepted = await deps.db
    .transaction()
    .execute(async (tx) =>
      acceptAny(tx, scan(targetId ?? (await targetIdOf(deps, tx, query, ref))), blob.existed),
    );
  remember(deps.db, name, accepted.targetId);
  return { id: accepted.id, state: accepted.state };
}

/** The common case, in one statement: a target that sent before, bytes that never came before. */
async function acceptKnown({ db }: LineDeps, scan: NewScan) {
  await insertScanWithJob(
    db,
    scan,
    addJobCall(LINE_JOB, { scanId: scan.id }, lineJobOptions(scan.id, scan.target_id)),
  );
  return { id: scan.id, state: 'received' as const };
}

async function acceptAny(tx: Transaction<DB>, scan: NewScan, seenBytes: boolean) {
  const accepted = { id: scan.id, targetId: scan.target_id };
  // Whoever holds the lock is deciding about this target right now: then the line has to compare.
  const same = seenBytes && (await tryLockTarget(tx, scan.target_id)) ? await findSame(tx, scan) : null;
  if (same) {
    await insertSame(tx, scan, same.streamId);
    await confirmStream(tx, same.streamId, { id: scan.id, at: scan.scanned_at });
    return { ...accepted, state: 'same' as const };
  }
  await insertScan(tx, scan);
  await enqueueLine(tx, scan.id, scan.target_id);
  return { ...accepted, state: 'received' as const };
}

/** Targets that were there before need not be asked for again: they are never removed. */
const targets = new WeakMap<Database<DB>, Map<string, string>>();
const MOST_TARGETS = 50_000;

function remember(db: Database<DB>, name: string, targetId: string): void {
  const known = targets.get(db) ?? new Map<string, string>();
  targets.set(db, known);
  if (known.size >= MOST_TARGETS) known.clear();
  known.set(name, targetId);
}

/** Scans of one target are worked on one after the other, those of most others in parallel. */
export const enqueueLine = (tx: Transaction<DB>, scanId: string, targetId: string): Promise<void> =>
  enqueue(tx, LINE_JOB, { scanId }, lineJobOptions(scanId, targetId));

/**
 * Scans of one target wait in one queue, so that they are decided in the order in which they came. Some
 * targets share a queue: each look for a job locks all queues, so one for every repository would be slow.
 */
const LINE_QUEUES = 64;

/** The last 16 bits of a UUID of version 7 are random: they spread targets evenly. */
const lineQueue = (targetId: string): string =>
  `line:${Number.parseInt(targetId.slice(-4), 16) % LINE_QUEUES}`;

const lineJobOptions = (scanId: string, targetId: string): EnqueueOptions => ({
  queue: lineQueue(targetId),
  key: lineKey(scanId),
  maxAttempts: LINE_ATTEMPTS,
});

/** A scan has one job at most. */
const lineKey = (scanId: string): string => `scan:${scanId}`;

async function targetIdOf(
  { ids }: LineDeps,
  tx: Transaction<DB>,
  query: AcceptScanQuery,
  ref: TargetRef,
): Promise<string> {
  // An unknown repository is registered and shown as unowned; a report is never refused for it.
  const repository = query.repository ? await ensureRepository(tx, ids, query.repository) : null;
  return ensureTarget(tx, ids, nowCalled(ref, repository), repository);
}

/** PostgreSQL keeps no NUL: said before the bytes are taken, and by name. */
function checkText(query: AcceptScanQuery): void {
  for (const [field, value] of Object.entries(query))
    if (typeof value === 'string' && /\0|\\u0000/.test(value))
      throw new AppError('LK-VALIDATION', `${field} holds a NUL character`);
}

function checkTool(tool: string | undefined): void {
  if (tool !== undefined && !findReader(tool)) {
    throw new AppError('LK-VALIDATION', `no reader is called “${tool}”; docs/readers.md lists them`);
  }
}

function coverageOf(query: AcceptScanQuery): object {
  if (!query.coverage) return {};
  let value: unknown;
  try {
    value = JSON.parse(query.coverage);
  } catch {
    throw new AppError('LK-VALIDATION', 'coverage is not JSON');
  }
  const result = coverage.safeParse(value);
  if (!result.success) throw new AppError('LK-VALIDATION', `coverage: ${result.error.issues[0]?.message}`);
  const { ruleSet, paths, rules } = result.data;
  return {
    ...(ruleSet !== undefined && { ruleSet }),
    ...(paths && { paths: paths.map(asTold) }),
    ...(rules && { rules }),
  };
}

/** `./src` and `/src` mean the folder that reports call `src`; `.` is everything. */
const asTold = (path: string): string => path.replace(/^\.?\/+/, '').replace(/^\.$/, '');
