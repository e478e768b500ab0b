import type { Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import { AppError, ERROR_CODES } from '../../kernel/errors.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import type { ReadLimits } from '../../readers/reader.ts';
import {
  advanceStream,
  ensureStream,
  keepLayers,
  lockTarget,
  ruleIdOf,
  unsettleStream,
} from '../findings/public.ts';
import type { DB } from '../schema.gen.ts';
import { type Comparison, compare } from './compare.ts';
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
    category: categoryOf(scan),
  });
  const ruleSet = scan.coverage.ruleSet ?? null;
  const onDefaultBranch = isDefaultBranch(scan);
  const result = {
    streamId: stream.id,
    tool: read.tool,
    phase: scan.phase ?? read.phase,
    observations: read.contents.length,
    diagnostics: read.diagnostics,
  };
  const finish = (state: 'done' | 'same' | 'late' | 'branch', delta: object) =>
    finishScan(tx, scan.id, deps.clock.now(), { ...result, state, delta });

  const late = stream.scannedAt !== null && scan.scannedAt < stream.scannedAt;
  if (late) return finish('late', { opened: 0, seen: read.contents.length, moved: 0, fixed: 0, reopened: 0 });
  const ofAll = scan.complete && !scan.coverage.paths;
  const advance = (settled: boolean) => {
    const now = settled ? { id: scan.id, digest: read.digest } : { id: null, digest: null };
    return advanceStream(tx, stream.id, { ...now, at: scan.scannedAt, ruleSet });
  };
  // An image that was rebuilt with the same results has other layers.
  if (onDefaultBranch && ofAll && scan.target.kind === 'image') await keepLayers(tx, stream.id, read.layers);
  if (
    onDefaultBranch &&
    scan.complete &&
    stream.resultsDigest === read.digest &&
    stream.ruleSet === ruleSet
  ) {
    if (ofAll) await advance(true);
    return finish('same', { opened: 0, seen: read.contents.length, moved: 0, fixed: 0, reopened: 0 });
  }

  const loaded = await load(tx, scan, stream, read);
  const sameRules = stream.scannedAt === null || stream.ruleSet === ruleSet;
  const comparison = compare(
    loaded.known,
    loaded.seen,
    {
      complete: scan.complete && sameRules,
      paths: scan.coverage.paths ?? null,
    },
    { formerRules: formerRulesOf(read) },
  );
  if (!onDefaultBranch) return finish('branch', comparison.delta);
  await storeDecided(deps, tx, { scan, stream, read, loaded, comparison });
  if (ofAll) await advance(comparison.settled);
  else if (changes(comparison)) await unsettleStream(tx, stream.id);
  await finish('done', comparison.delta);
  await deps.publish(tx, { type: 'scan.decided', scanId: scan.id, targetId: scan.targetId });
}

/** Rules that the report says had other names before. */
const formerRulesOf = ({ tool, rules }: ReadScan): Map<string, string[]> =>
  new Map(
    rules.flatMap(({ id, formerIds }) =>
      formerIds?.length ? [[ruleIdOf(tool, id), formerIds.map((former) => ruleIdOf(tool, former))]] : [],
    ),
  );

const stillWaits = async (tx: Transaction<DB>, id: string): Promise<boolean> =>
  (await tx.selectFrom('scan').select('state').where('id', '=', id).executeTakeFirst())?.state === 'received';

const changes = ({ opened, changed, fixed }: Comparison): boolean =>
  opened.length + changed.length + fixed.length > 0;

/** A release branch lives on beside the default one: what is gone from one may still be in the other. */
const categoryOf = ({ branch, defaultBranch, releaseBranches, category }: WaitingScan): string =>
  branch !== null && branch !== defaultBranch && releaseBranches.includes(branch)
    ? `${category}@${branch}`
    : category;

/** Other branches feed pull requests; only the default and release branches decide a finding's state. */
const isDefaultBranch = (scan: WaitingScan): boolean =>
  scan.branch === null ||
  scan.defaultBranch === null ||
  scan.branch === scan.defaultBranch ||
  scan.releaseBranches.includes(scan.branch);

function reportOf({ blobs }: LineDeps, scan: WaitingScan) {
  const { blob } = scan;
  if (!blob) throw new AppError('LK-BLOB', `the bytes of scan ${scan.id} are not kept any more`);
  return { name: scan.fileName ?? 'report', size: scan.bytes, open: () => blobs.open(blob) };
}

const unknownReport = (candidates: string[]): string =>
  candidates.length > 0
    ? `the report could be of several tools (${candidates.slice(0, 5).join(', ')} …): ${ERROR_CODES['LK-READ-UNKNOWN'].help}`
    : `no reader knows this report: ${ERROR_CODES['LK-READ-UNKNOWN'].help}`;
