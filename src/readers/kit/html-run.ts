import { Parser } from 'htmlparser2';
import type { HtmlMapping, ReadContext } from '../reader.ts';
import { readFailure } from './failure.ts';
import { HtmlRows } from './html-rows.ts';
import type { WalkSink } from './walk-sink.ts';

/**
 * Runs a mapping over UTF-8 bytes of HTML, forgiving as browsers are; memory is bounded by the largest row.
 * @throws AppError LK-READ-TRUNCATED when the page ends inside of a table, LK-READ-TOO-LARGE.
 */
export async function runHtml(
  chunks: AsyncIterable<Uint8Array>,
  mapping: HtmlMapping,
  sink: WalkSink,
  context: ReadContext,
): Promise<void> {
  const rows = new HtmlRows(mapping.open(sink, context));
  const parser = new Parser({
    onopentag: (name, attributes) => rows.open(name, attributes),
    ontext: (text) => rows.text(text),
    onclosetag: (name) => rows.close(name),
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (sink.full) await sink.drain();
  }
  parser.write(decoder.decode());
  const open = rows.inTable;
  parser.end();
  if (open) throw readFailure('LK-READ-TRUNCATED', 'The page ends inside of a table.');
}
