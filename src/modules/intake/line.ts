import type { Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import { AppError, ERROR_CODES } from '../../kernel/errors.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import type { ReadLimits } from '../../readers/reader.ts';
import { ensureStream, keepLayers, lockTarget, type Stream, unsettleStream } from '../findings/public.ts';
import { keepResourceLabels, ownershipChanged } from '../ownership/public.ts';
import type { DB } from '../schema.gen.ts';
import { recall, remember } from './branches.ts';
import { type Comparison, compare } from './compare.ts';
import { coverageOf, hintsOf, isOfAll, keepPresence, refutes, tellsTheSame } from './coverage.ts';
import { readLineTexts } from './line-texts.ts';
import { load } from './load.ts';
import { type ReadScan, readScan, type Unread } from './read.ts';
import { finishScan, loadScan, type WaitingScan } from './store.ts';
import { storeDecided } from './store-decided.ts';

export interface LineDeps {
  db: Database<DB>;
  blobs: BlobStore;
  ids: IdSource;
  clock: Clock;
  hashSecret(value: string): string;
  limits: Partial<ReadLimits>;
  publish: Publish<DB>;
}

/** The story of the product: a report's bytes become tickets in their owners' queues. */
export async function runLine(deps: LineDeps, scanId: string): Promise<void> {
  const scan = await loadScan(deps.db, scanId);
  // Two workers may be given the same job after a death: whoever comes second finds nothing to do.
  if (scan?.state !== 'received') return;
  const options = {
    ...(scan.toolAsked && { tool: scan.toolAsked }),
    limits: deps.limits,
    hashSecret: deps.hashSecret,
  };
  const texts = scan.textsBlob ? await readLineTexts(deps.blobs.open(scan.textsBlob)) : null;
  const outcome = await readScan(reportOf(deps, scan), options, texts);
  if (!outcome.ok) return refuse(deps, scan, outcome);
  await takeIn(deps, scan, outcome.read);
}

/** A report that cannot be read: its bytes stay, the scan says why, and it can be tried again. */
function refuse(deps: LineDeps, scan: WaitingScan, { summary, diagnostics }: Unread): Promise<void> {
  const { failure, candidates } = summary;
  const where = failure?.where ? ` (${failure.where})` : '';
  const error = failure
    ? { code: failure.code, message: `${failure.message}${where}` }
    : { code: 'LK-READ-UNKNOWN', message: unknownReport(candidates) };
  return finishScan(deps.db, scan.id, deps.clock.now(), { state: 'failed', error, diagnostics });
}

/** From observations to committed decisions. */
async function takeIn(deps: LineDeps, scan: WaitingScan, read: ReadScan): Promise<void> {
  try {
    await deps.db.transaction().execute(async (tx) => {
      await lockTarget(tx, scan.targetId);
      if (await stillWaits(tx, scan.id)) await takeInLocked(deps, tx, scan, read);
    });
  } finally {
    await read.spool.close();
  }
}

/** The same inside a transaction that holds the target's lock; findings that a person reports enter here. */
export async function takeInLocked(
  deps: LineDeps,
  tx: Transaction<DB>,
  scan: WaitingScan,
  read: ReadScan,
): Promise<void> {
  const stream = await ensureStream(tx, deps.ids, {
    targetId: scan.targetId,
    tool: read.tool,
    category: scan.category,
    at: scan.scannedAt,
  });
  const branch = await recall(tx, scan, stream);
  const finish = (state: 'done' | 'same' | 'late' | 'branch', delta: Comparison['delta']) =>
    finishScan(tx, scan.id, deps.clock.now(), { ...resultOf(scan, stream, read), state, delta });
  const nothing = { opened: 0, seen: read.contents.length, moved: 0, fixed: 0, reopened: 0 };

  if (branch.newest && scan.scannedAt < branch.newest.scannedAt) return finish('late', nothing);
  // An image that was rebuilt with the same results has other layers.
  if (branch.role === 'default' && isOfAll(scan) && scan.target.kind === 'image')
    await keepLayers(tx, stream.id, read.layers);
  if (branch.role === 'default' && isOfAll(scan)) await keepLabels(deps, tx, scan, read);
  if (branch.role !== 'other' && tellsTheSame(scan, read, branch)) {
    if (isOfAll(scan)) await remember(tx, scan, stream, branch, read.digest);
    await finish('same', nothing);
    if (await refutes(tx, scan, stream, branch)) await publishDecided(deps, tx, scan);
    return;
  }

  const loaded = await load(tx, scan, stream, read, deps.clock.now());
  const coverage = coverageOf(scan, read, branch);
  const comparison = compare(loaded.known, loaded.seen, coverage, hintsOf(read, loaded));
  if (branch.role === 'other') {
    await keepPresence(tx, { scan, stream, branch, comparison }, []);
    if (isOfAll(scan)) await remember(tx, scan, stream, branch, null);
    return finish('branch', comparison.delta);
  }
  await storeDecided(deps, tx, { scan, stream, branch, read, loaded, comparison });
  if (isOfAll(scan)) await remember(tx, scan, stream, branch, comparison.settled ? read.digest : null);
  else if (changes(comparison)) await unsettleStream(tx, stream.id);
  await refutes(tx, scan, stream, branch);
  await finish('done', comparison.delta);
  await publishDecided(deps, tx, scan);
}

/** Labels say whose the target is: others may move what was found in it before. */
async function keepLabels(
  { publish }: LineDeps,
  tx: Transaction<DB>,
  { target }: WaitingScan,
  { labels }: ReadScan,
): Promise<void> {
  if (target.kind === 'repository' || Object.keys(labels).length === 0) return;
  if (await keepResourceLabels(tx, target, labels))
    await ownershipChanged(publish, tx, { resource: `${target.kind}:${target.key}` });
}

const publishDecided = ({ publish }: LineDeps, tx: Transaction<DB>, scan: WaitingScan): Promise<void> =>
  publish(tx, { type: 'scan.decided', scanId: scan.id, targetId: scan.targetId });

const resultOf = (scan: WaitingScan, stream: Stream, read: ReadScan) => ({
  streamId: stream.id,
  tool: read.tool,
  phase: scan.phase ?? read.phase,
  observations: read.contents.length,
  diagnostics: read.diagnostics,
});

const stillWaits = async (tx: Transaction<DB>, id: string): Promise<boolean> =>
  (await tx.selectFrom('scan').select('state').where('id', '=', id).executeTakeFirst())?.state === 'received';

const changes = (comparison: Comparison): boolean => {
  const { opened, changed, fixed, removed, unconfirmed, dead, leftDefault, begun, ended } = comparison;
  const all = [opened, changed, fixed, removed, unconfirmed, dead, leftDefault, begun, ended];
  return all.some(({ length }) => length > 0);
};

function reportOf({ blobs }: LineDeps, scan: WaitingScan) {
  const { blob } = scan;
  if (!blob) throw new AppError('LK-BLOB', `the bytes of scan ${scan.id} are not kept any more`);
  return { name: scan.fileName ?? 'report', size: scan.bytes, open: () => blobs.open(blob) };
}

const unknownReport = (candidates: string[]): string =>
  candidates.length > 0
    ? `the report could be of several tools (${candidates.slice(0, 5).join(', ')} …): ${ERROR_CODES['LK-READ-UNKNOWN'].help}`
    : `no reader knows this report: ${ERROR_CODES['LK-READ-UNKNOWN'].help}`;
