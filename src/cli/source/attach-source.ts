import { Readable } from 'node:stream';
import { acceptedLineTexts, MAX_LINE_TEXTS_BYTES } from '../../contract/scans.ts';
import type { Observation } from '../../kernel/observation.ts';
import { call, type Server } from '../lanekeeper-server.ts';
import { walkLocally } from '../read.ts';
import type { Checkout } from './checkout.ts';
import { type LeftOut, type LineTexts, makeLineTexts } from './line-texts.ts';
import { gatherPlaces } from './places.ts';

/** What went along with one report. */
export interface AttachedSource {
  /** For `lineTexts` of the scan; null when there was nothing to send. */
  id: string | null;
  count: number;
  /** One line for the person who sent it; null when nothing was left out. */
  note: string | null;
}

/**
 * Reads a report on this machine and sends the lines of the checkout that its results name and do not show.
 * A report that cannot be read here is sent without: the server says what is wrong with it.
 * @throws AppError as the server told it
 */
export async function attachSource(
  server: Server,
  report: string,
  checkout: Checkout,
  tool: string | undefined,
): Promise<AttachedSource> {
  const places = gatherPlaces();
  const output = {
    observations: (batch: Observation[]) => batch.forEach(places.add),
    rule: () => {},
    diagnostic: () => {},
  };
  const { failure } = await walkLocally(report, output, tool);
  if (failure) return { id: null, count: 0, note: null };
  const texts = await makeLineTexts(places, checkout, MAX_LINE_TEXTS_BYTES);
  const id = texts.count > 0 ? await send(server, texts) : null;
  return { id, count: texts.count, note: noteOf(texts) };
}

async function send(server: Server, { pieces, bytes }: LineTexts): Promise<string> {
  const answer = await call(server, '/api/v1/line-texts', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'content-length': String(bytes) },
    body: Readable.toWeb(Readable.from(pieces)) as ReadableStream,
    duplex: 'half',
  });
  return acceptedLineTexts.parse(answer).id;
}

const REASONS: Record<LeftOut, string> = {
  missing: 'in no file of the source folder',
  ambiguous: 'in a path that could mean several files',
  outside: 'outside the source folder',
  'not-a-file': 'in something that is no file',
  binary: 'in a file that is no text',
  large: 'in a file over 10 MB',
  'beyond-end': 'beyond the end of the file',
  blank: 'blank',
  secret: 'with a secret in it',
  'too-much': 'more than fit into 64 MB',
};

function noteOf({ count, leftOut }: LineTexts): string | null {
  if (leftOut.size === 0) return null;
  const reasons = [...leftOut].map(([why, times]) => `${times} ${REASONS[why]}`).sort();
  return `${count} ${count === 1 ? 'line' : 'lines'} of source attached; left out: ${reasons.join(', ')}`;
}
