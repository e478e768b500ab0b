import { Parser } from 'htmlparser2';
import type { HtmlMapping, ReadContext } from '../reader.ts';
import { readFailure } from './failure.ts';
import { HtmlRows } from './html-rows.ts';
import type { WalkSink } from './walk-sink.ts';

/**
 * Runs a mapping over the pieces of an HTML page, forgiving as browsers are; memory is bounded by the largest row.
 * @throws AppError LK-READ-TRUNCATED when the page ends inside of a table, LK-READ-TOO-LARGE.
 */
export async function runHtml(
  texts: AsyncIterable<string>,
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
  for await (const text of texts) {
    parser.write(text);
    if (sink.full) await sink.drain();
  }
  const open = rows.inTable;
  parser.end();
  if (open) throw readFailure('LK-READ-TRUNCATED', 'The page ends inside of a table.');
}
