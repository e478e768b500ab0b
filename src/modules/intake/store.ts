import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { TargetRef } from '../../kernel/finding.ts';
import type { Diagnostic } from '../../kernel/observation.ts';
import type { DB } from '../schema.gen.ts';

type Tx = Transaction<DB>;

/** A scan that waits, with what the line has to know of its target and repository. */
export interface WaitingScan {
  id: string;
  targetId: string;
  target: TargetRef;
  repositoryId: string | null;
  defaultBranch: string | null;
  releaseBranches: string[];
  toolAsked: string | null;
  category: string;
  phase: string | null;
  branch: string | null;
  complete: boolean;
  coverage: { ruleSet?: string; paths?: string[]; rules?: string[] };
  scannedAt: Date;
  receivedAt: Date;
  blob: string | null;
  textsBlob: string | null;
  bytes: number;
  fileName: string | null;
  state: string;
  submittedBy: string;
  /** Somebody says that a fix of the target is done: this scan may refute it. */
  claimed: boolean;
}

export async function loadScan(db: Kysely<DB>, id: string): Promise<WaitingScan | null> {
  const { rows } = await sql<
    Omit<WaitingScan, 'target'> & { targetKind: TargetRef['kind']; targetKey: string }
  >`
    select s.id, s.target_id as "targetId", t.kind as "targetKind", t.key as "targetKey",
      t.repository_id as "repositoryId",
      -- Of a repository that only reports have named, nobody has said which branch is its default.
      case when r.known_by = 'seen' and s.branch in ('main', 'master', 'trunk') then s.branch
        else r.default_branch end as "defaultBranch",
      coalesce(r.release_branches, '{}') as "releaseBranches", s.tool_asked as "toolAsked", s.category, s.phase,
      s.branch, s.complete, s.coverage, s.scanned_at as "scannedAt", s.received_at as "receivedAt", s.blob, s.bytes,
      s.texts_blob as "textsBlob", s.file_name as "fileName", s.state, s.submitted_by as "submittedBy",
      exists (select from v_findings_fix x where x.target_id = s.target_id and x.claimed_at is not null) as claimed
    from scan s join v_findings_target t on t.id = s.target_id
    left join v_organisation_repository r on r.id = t.repository_id
    where s.id = ${id}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { targetKind, targetKey, ...scan } = row;
  return { ...scan, target: { kind: targetKind, key: targetKey } };
}

export interface ScanResult {
  state: 'done' | 'same' | 'late' | 'branch' | 'failed';
  streamId?: string;
  tool?: string;
  phase?: string;
  observations?: number;
  delta?: object;
  error?: { code: string; message: string };
  diagnostics: readonly Diagnostic[];
}

/** Writes how a scan ended; only a scan that still waits can end. */
export async function finishScan(
  db: Kysely<DB> | Tx,
  id: string,
  at: Date,
  result: ScanResult,
): Promise<void> {
  await db
    .updateTable('scan')
    .set({
      state: result.state,
      finished_at: at,
      ...(result.streamId && { stream_id: result.streamId }),
      ...(result.tool && { tool: result.tool }),
      ...(result.phase && { phase: result.phase }),
      ...(result.observations !== undefined && { observations: result.observations }),
      ...(result.delta && { delta: JSON.stringify(result.delta) }),
      error_code: result.error?.code ?? null,
      error: result.error?.message ?? null,
      diagnostics: JSON.stringify(result.diagnostics),
    })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .execute();
}

export interface NewScan {
  id: string;
  target_id: string;
  tool_asked: string | null;
  category: string;
  phase: string | null;
  branch: string | null;
  commit: string | null;
  complete: boolean;
  coverage: string;
  scanned_at: Date;
  received_at: Date;
  blob: string | null;
  texts_blob: string | null;
  bytes: number;
  file_name: string | null;
  submitted_by: string;
}

export const insertScan = (tx: Tx, scan: NewScan) => waiting(tx, scan).execute();

const waiting = (db: Kysely<DB>, scan: NewScan) =>
  db.insertInto('scan').values({ ...scan, state: 'received' });

/** The scan and its job in one statement, so that the way in of small reports costs one exchange. */
export const insertScanWithJob = (db: Kysely<DB>, scan: NewScan, job: RawBuilder<unknown>) =>
  sql`with written as (${waiting(db, scan).returning('id')}) select ${job} from written`.execute(db);

/**
 * The scan that decided the state of its stream last, if it took in these very bytes under the same
 * conditions and nothing waits before the new one: then the new one changes nothing.
 */
export async function findSame(tx: Tx, scan: NewScan): Promise<{ streamId: string } | null> {
  const { rows } = await sql<{ stream_id: string }>`
    select s.stream_id from scan s join v_findings_stream t on t.scan_id = s.id
    where s.target_id = ${scan.target_id} and s.blob = ${scan.blob}
      and s.texts_blob is not distinct from ${scan.texts_blob}
      and s.category = ${scan.category} and s.complete = ${scan.complete} and s.coverage = ${scan.coverage}::jsonb
      and s.branch is not distinct from ${scan.branch} and s.tool_asked is not distinct from ${scan.tool_asked}
      and s.scanned_at <= ${scan.scanned_at}
      and not exists (select from scan w where w.target_id = s.target_id and w.state = 'received')
      -- A claim waits for this scan to verify or refute it.
      and not exists (select from v_findings_fix x where x.target_id = s.target_id and x.claimed_at is not null)
    limit 1`.execute(tx);
  return rows[0] ? { streamId: rows[0].stream_id } : null;
}

/** Ends a scan of known bytes: it is shown, with what the first one had seen. */
export async function insertSame(tx: Tx, scan: NewScan, streamId: string): Promise<void> {
  await sql`
    insert into scan (id, target_id, stream_id, tool_asked, tool, category, phase, branch, commit, complete, coverage,
      scanned_at, received_at, started_at, finished_at, blob, texts_blob, bytes, file_name, state, observations,
      delta, submitted_by)
    select ${scan.id}, ${scan.target_id}, ${streamId}, ${scan.tool_asked}, s.tool, ${scan.category}, s.phase,
      ${scan.branch}, ${scan.commit}, ${scan.complete}, ${scan.coverage}, ${scan.scanned_at}, ${scan.received_at},
      ${scan.received_at}, ${scan.received_at}, ${scan.blob}, ${scan.texts_blob}, ${scan.bytes}, ${scan.file_name}, 'same',
      s.observations,
      jsonb_build_object('opened', 0, 'seen', s.observations, 'moved', 0, 'fixed', 0, 'reopened', 0), ${scan.submitted_by}
    from (select tool, phase, observations from scan where stream_id = ${streamId} and blob = ${scan.blob}
      order by received_at desc limit 1) s`.execute(tx);
}

export async function insertLineTexts(
  db: Kysely<DB>,
  texts: { id: string; blob: string; submitted_by: string; received_at: Date },
): Promise<void> {
  await db.insertInto('line_texts').values(texts).execute();
}

/** The blob of line texts that this sender has sent since then. */
export async function findLineTexts(
  db: Kysely<DB>,
  id: string,
  submittedBy: string,
  since: Date,
): Promise<string | null> {
  const row = await db
    .selectFrom('line_texts')
    .select('blob')
    .where('id', '=', id)
    .where('submitted_by', '=', submittedBy)
    .where('received_at', '>', since)
    .executeTakeFirst();
  return row?.blob ?? null;
}
