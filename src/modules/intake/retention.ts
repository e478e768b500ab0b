import { sql } from 'kysely';
import type { LineDeps } from './line.ts';

/** Bytes younger than this may belong to an upload whose scan is being written right now. */
const YOUNG_MS = 24 * 3_600_000;

/**
 * Removes report bytes some days after their last success; those of failed and waiting scans stay.
 * @returns how many blobs were removed
 */
export async function forgetReports({ db, blobs, clock }: LineDeps, days: number): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ blob: string }>`
    select distinct blob from scan where blob is not null
      and (state in ('failed', 'received') or finished_at > ${now}::timestamptz - make_interval(days => ${days}))`.execute(
    db,
  );
  const kept = new Set(rows.map((row) => row.blob));
  let removed = 0;
  for await (const blob of blobs.list()) {
    if (kept.has(blob.hash) || now.getTime() - blob.at.getTime() < YOUNG_MS) continue;
    await blobs.delete(blob.hash);
    removed++;
  }
  return removed;
}
