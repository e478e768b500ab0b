import { sql } from 'kysely';
import { LINE_TEXTS_VALID_MS } from './accept-line-texts.ts';
import type { LineDeps } from './line.ts';

/** Bytes younger than this may belong to an upload whose scan is being written right now. */
const YOUNG_MS = 24 * 3_600_000;

/**
 * Removes report bytes and the line texts that came with them some days after their last success; those of
 * failed and waiting scans stay, and line texts that a scan may still name.
 * @returns how many blobs were removed
 */
export async function forgetReports({ db, blobs, clock }: LineDeps, days: number): Promise<number> {
  const now = clock.now();
  await db
    .deleteFrom('line_texts')
    .where('received_at', '<=', new Date(now.getTime() - LINE_TEXTS_VALID_MS))
    .execute();
  const { rows } = await sql<{ blob: string }>`
    select distinct b.blob from scan s, unnest(array[s.blob, s.texts_blob]) as b (blob) where b.blob is not null
      and (s.state in ('failed', 'received')
        or s.finished_at > ${now}::timestamptz - make_interval(days => ${days}))
    union select blob from line_texts`.execute(db);
  const kept = new Set(rows.map((row) => row.blob));
  let removed = 0;
  for await (const blob of blobs.list()) {
    if (kept.has(blob.hash) || now.getTime() - blob.at.getTime() < YOUNG_MS) continue;
    await blobs.delete(blob.hash);
    removed++;
  }
  return removed;
}
