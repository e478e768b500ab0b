import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../schema.gen.ts';

type Tx = Transaction<DB>;

/** The newest complete scan of a branch other than the default one. */
export interface BranchScan {
  scanId: string | null;
  scannedAt: Date;
  resultsDigest: string | null;
  ruleSet: string | null;
}

export async function findBranchScan(
  tx: Tx,
  streamId: string,
  branch: string,
): Promise<BranchScan | undefined> {
  const { rows } = await sql<BranchScan>`
    select scan_id as "scanId", scanned_at as "scannedAt", results_digest as "resultsDigest", rule_set as "ruleSet"
    from stream_branch where stream_id = ${streamId} and branch = ${branch}`.execute(tx);
  return rows[0];
}

export async function advanceBranch(
  tx: Tx,
  streamId: string,
  branch: string,
  { scanId, scannedAt, resultsDigest, ruleSet }: BranchScan,
): Promise<void> {
  await sql`insert into stream_branch (stream_id, branch, scan_id, scanned_at, results_digest, rule_set)
    values (${streamId}, ${branch}, ${scanId}, ${scannedAt}, ${resultsDigest}, ${ruleSet})
    on conflict (stream_id, branch) do update set scan_id = excluded.scan_id, scanned_at = excluded.scanned_at,
      results_digest = excluded.results_digest, rule_set = excluded.rule_set`.execute(tx);
}

/** Where findings are beside the default branch, as deciding needs it. */
export interface PresenceNow {
  present: Set<string>;
  without: Set<string>;
  elsewhere: Set<string>;
}

export const noPresence = (): PresenceNow => ({
  present: new Set(),
  without: new Set(),
  elsewhere: new Set(),
});

/**
 * @param branch the one that was scanned
 * @param releaseBranches those that keep a finding open
 */
export async function loadPresence(
  tx: Tx,
  streamId: string,
  branch: string | null,
  releaseBranches: readonly string[],
): Promise<PresenceNow> {
  const { rows } = await sql<{ finding_id: string; branch: string; present: boolean }>`
    select finding_id, branch, present from presence
    where stream_id = ${streamId} and until is null and (branch = ${branch} or branch = any(${releaseBranches}))`.execute(
    tx,
  );
  const now = noPresence();
  for (const row of rows) {
    if (row.branch !== branch) {
      if (row.present) now.elsewhere.add(row.finding_id);
    } else if (row.present) now.present.add(row.finding_id);
    else now.without.add(row.finding_id);
  }
  return now;
}

export interface PresenceChange {
  streamId: string;
  branch: string;
  release: boolean;
  scanId: string;
  /** ISO 8601. */
  at: string;
  /** Findings of which what was known of this branch no longer holds. */
  ended: readonly string[];
  /** Findings that this branch has now. */
  begun: readonly string[];
  /** Findings that the default branch has and this one has not: a fix on its way. */
  without: readonly string[];
}

/** Ends and begins intervals; what did not change costs no row. */
export async function storePresence(tx: Tx, change: PresenceChange): Promise<void> {
  const { streamId, branch, release, scanId, at, ended, begun, without } = change;
  if (ended.length > 0)
    await sql`update presence set until = greatest(since, ${at}::timestamptz), until_scan_id = ${scanId}
      where stream_id = ${streamId} and branch = ${branch} and until is null and finding_id = any(${ended}::uuid[])`.execute(
      tx,
    );
  for (const [ids, present] of [
    [begun, true],
    [without, false],
  ] as const) {
    if (ids.length === 0) continue;
    await sql`insert into presence (finding_id, stream_id, branch, release, present, since, since_scan_id)
      select id, ${streamId}, ${branch}, ${release}, ${present}, ${at}, ${scanId} from unnest(${ids}::uuid[]) t(id)
      on conflict (finding_id, branch, since) do update set until = null, until_scan_id = null, present = excluded.present`.execute(
      tx,
    );
  }
}

/** The default branch has it no longer, a release branch still has. */
export async function leaveDefault(tx: Tx, findingIds: readonly string[]): Promise<void> {
  if (findingIds.length === 0) return;
  await sql`update finding set on_default = false where id = any(${findingIds}::uuid[])`.execute(tx);
}

/** Seen under another rule set as well: scans of that one can prove it absent, too. */
export async function confirmUnder(tx: Tx, ruleSet: string, findingIds: readonly string[]): Promise<void> {
  if (findingIds.length === 0) return;
  await sql`update finding set rule_sets = coalesce(rule_sets, '{""}') || ${ruleSet}::text
    where id = any(${findingIds}::uuid[])`.execute(tx);
}

/**
 * Branches come and go: what is known of one that nobody has scanned for some time is forgotten. Release branches
 * keep findings open, so they stay.
 * @returns how many branches were forgotten
 */
export async function forgetBranches(db: Kysely<DB>, before: Date): Promise<number> {
  const { rows } = await sql<{ forgotten: number }>`
    with presences as (
      delete from presence p where not p.release and coalesce(p.until, p.since) < ${before}
        and not exists (select from stream_branch b
          where b.stream_id = p.stream_id and b.branch = p.branch and b.scanned_at >= ${before})
      returning p.stream_id, p.branch
    ), scans as (
      delete from stream_branch b where b.scanned_at < ${before}
        and not exists (select from presence p
          where p.stream_id = b.stream_id and p.branch = b.branch and p.release)
      returning b.stream_id, b.branch
    )
    select count(*)::int as forgotten from (select * from presences union select * from scans) gone`.execute(
    db,
  );
  return rows[0]?.forgotten ?? 0;
}
