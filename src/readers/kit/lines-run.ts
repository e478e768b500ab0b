import type { LinesMapping, ReadContext } from '../reader.ts';
import { readFailure } from './failure.ts';
import type { WalkSink } from './walk-sink.ts';

/** One line longer than this is no text for people. */
const MAX_LINE_LENGTH = 4 * 1024 * 1024;

/**
 * Runs a mapping over the pieces of a plain text; memory is bounded by the longest line.
 * @throws AppError LK-READ-TOO-LARGE (with `detail.where` as line).
 */
export async function runLines(
  texts: AsyncIterable<string>,
  mapping: LinesMapping,
  sink: WalkSink,
  context: ReadContext,
): Promise<void> {
  const reader = mapping.open(sink, context);
  let rest = '';
  let number = 0;
  for await (const text of texts) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH)
      throw readFailure(
        'LK-READ-TOO-LARGE',
        'One line of the text is too large to hold.',
        `line ${number + 1}`,
      );
    for (const line of lines) {
      reader.line(line, ++number);
      if (sink.full) await sink.drain();
    }
  }
  if (rest !== '') reader.line(rest, ++number);
  reader.end();
}
