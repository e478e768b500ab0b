import { AppError } from '../../kernel/errors.ts';
import { fromPublicId } from '../../kernel/ids.ts';
import type { LineDeps } from './line.ts';
import { findLineTexts, insertLineTexts } from './store.ts';

/** A scan follows its texts at once; a day leaves room for a queue in between. */
export const LINE_TEXTS_VALID_MS = 24 * 3_600_000;

export interface SentLineTexts {
  body: AsyncIterable<Uint8Array>;
  submittedBy: string;
  maxBytes: number;
}

/**
 * Keeps line texts until a scan names them. The id is new each time, whatever the bytes: who knows or guesses
 * contents learns nothing, and nothing reads them back but the line.
 * @returns the id for `lineTexts`
 * @throws AppError LK-VALIDATION, LK-TOO-LARGE
 */
export async function acceptLineTexts(
  { db, blobs, ids, clock }: LineDeps,
  { body, submittedBy, maxBytes }: SentLineTexts,
): Promise<string> {
  const blob = await blobs.put(body, { maxBytes });
  if (blob.bytes === 0)
    throw new AppError('LK-VALIDATION', 'the request has no body: send one {path, line, text} a line');
  const id = ids.next();
  await insertLineTexts(db, { id, blob: blob.hash, submitted_by: submittedBy, received_at: clock.now() });
  return id;
}

/** @throws AppError LK-VALIDATION for an id that is unknown, too old or another sender's: all look alike */
export async function textsBlobOf(
  { db, clock }: LineDeps,
  told: string | undefined,
  submittedBy: string,
): Promise<string | null> {
  if (told === undefined) return null;
  const id = fromPublicId('lineTexts', told);
  const since = new Date(clock.now().getTime() - LINE_TEXTS_VALID_MS);
  const blob = id && (await findLineTexts(db, id, submittedBy, since));
  if (!blob)
    throw new AppError('LK-VALIDATION', 'lineTexts names no line texts that you sent in the last day');
  return blob;
}
