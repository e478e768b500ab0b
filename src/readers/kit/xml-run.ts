import { SaxesParser } from 'saxes';
import type { AppError, ErrorCode } from '../../kernel/errors.ts';
import type { ReadContext, XmlMapping } from '../reader.ts';
import { readFailure } from './failure.ts';
import type { WalkSink } from './walk-sink.ts';
import { XmlTree } from './xml-tree.ts';

/** One text, attribute, comment or tag longer than this is refused: the parser holds it whole. */
const MAX_TOKEN_LENGTH = 16 * 1024 * 1024;

/** The five entities of XML itself, without the prototype that would answer to `&constructor;`. */
const ENTITIES: Record<string, string> = Object.assign(Object.create(null), {
  amp: '&',
  gt: '>',
  lt: '<',
  quot: '"',
  apos: "'",
});

/**
 * Runs a mapping over the pieces of an XML text. Strict: no entity definitions, nothing loaded from outside,
 * names without prefixes. Memory is bounded by the largest element of `each` and the shell around them.
 * @throws AppError LK-READ-MALFORMED (with `detail.where` as line:column), LK-READ-TRUNCATED,
 * LK-READ-XML-ENTITY, LK-READ-TOO-DEEP, LK-READ-TOO-LARGE.
 */
export async function runXml(
  texts: AsyncIterable<string>,
  mapping: XmlMapping,
  sink: WalkSink,
  context: ReadContext,
): Promise<void> {
  const run = new XmlRun(new XmlTree(mapping, sink, context));
  for await (const text of texts) {
    run.write(text);
    if (sink.full) await sink.drain();
  }
  run.end();
}

class XmlRun {
  private readonly parser = new SaxesParser({ xmlns: false });
  private readonly tree: XmlTree;
  /** Position after the last complete token. */
  private tokenStart = 0;
  private started = false;
  private ending = false;

  constructor(tree: XmlTree) {
    this.tree = tree;
    const { parser } = this;
    parser.ENTITIES = ENTITIES;
    // Seven handlers at most: with an eighth V8 keeps the parser as a dictionary, six times slower.
    parser.on('error', (error) => this.fail(error));
    parser.on('doctype', (text) => this.doctype(text));
    parser.on('opentag', (tag) => {
      this.tokenStart = parser.position;
      tree.startTag(tag.name, tag.attributes);
    });
    parser.on('closetag', () => {
      this.tokenStart = parser.position;
      tree.endTag();
    });
    const text = (told: string) => {
      this.tokenStart = parser.position;
      tree.text(told);
    };
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('comment', () => {
      this.tokenStart = parser.position;
    });
  }

  write(text: string): void {
    // A blank line before the XML declaration is a common slip of tools, and harmless.
    const clean = this.started ? text : text.trimStart();
    this.started ||= clean.length > 0;
    this.parser.write(clean);
    if (this.parser.position - this.tokenStart > MAX_TOKEN_LENGTH) {
      throw this.error('LK-READ-TOO-LARGE', 'One text of the report is too large to hold.');
    }
  }

  end(): void {
    this.ending = true;
    this.parser.close();
    this.tree.finish();
  }

  private doctype(text: string): void {
    this.tokenStart = this.parser.position;
    if (/<!ENTITY/i.test(text)) throw this.error('LK-READ-XML-ENTITY', 'The report defines entities.');
  }

  private fail(error: Error): never {
    const what = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    if (this.ending && this.started) throw this.error('LK-READ-TRUNCATED', 'The document ends too early.');
    throw this.error('LK-READ-MALFORMED', `Not well-formed XML: ${what}.`);
  }

  private error(code: ErrorCode, message: string): AppError {
    const where = `${this.parser.line}:${this.parser.column + 1}`;
    return readFailure(code, message, where);
  }
}
