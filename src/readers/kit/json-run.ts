import type { JsonMapping, ReadContext } from '../reader.ts';
import { type Content, WHOLE_BYTES } from './decoded.ts';
import { readElements, readShell } from './json-cut.ts';
import { checkDense, isTooDeep } from './json-depth.ts';
import { documentsByLine, offsetOf, onlyLists, parseDocuments } from './json-documents.ts';
import { asList, countsAsList } from './json-list-stream.ts';
import { compileEach, type Step } from './json-path.ts';
import { checkDepth, detachElements, elementOf, malformed } from './json-whole.ts';
import type { CollectingSink } from './sink.ts';

/** A list of documents is looked at this far to know it for one. */
const LIST_BYTES = WHOLE_BYTES;

/**
 * Runs a mapping over JSON: in one piece where it lies in one, else in two passes over its bytes.
 * @throws AppError LK-READ-MALFORMED, LK-READ-TRUNCATED, LK-READ-TOO-DEEP, LK-READ-TOO-LARGE (with
 * `detail.where` as byte offset).
 */
export async function runJson(
  { text, open, document }: Content,
  mapping: JsonMapping,
  sink: CollectingSink,
  context: ReadContext,
): Promise<void> {
  const root = rootOf(mapping);
  if (text !== undefined) return runWhole({ text, document }, root, mapping, sink, context);
  const { maxDepth } = context.limits;
  const lines = mapping.lines === true && (await countsAsList(open(), onlyLists(root), LIST_BYTES));
  const bytes = lines ? () => asList(open()) : open;
  const shell = await readShell(bytes(), root, maxDepth);
  const map = mapping.open(shell, sink, context);
  await readElements(bytes(), root, maxDepth, map, () => (sink.full ? sink.drain() : undefined));
}

const roots = new WeakMap<JsonMapping, Step>();

function rootOf(mapping: JsonMapping): Step {
  let root = roots.get(mapping);
  if (root === undefined) {
    root = compileEach(mapping.each);
    roots.set(mapping, root);
  }
  return root;
}

async function runWhole(
  content: Whole,
  root: Step,
  mapping: JsonMapping,
  sink: CollectingSink,
  context: ReadContext,
): Promise<void> {
  const document = parseWhole(content, mapping.lines === true, root, context.limits.maxDepth);
  const { shell, lists } = detachElements(document, root);
  const map = mapping.open(shell, sink, context);
  for (const list of lists) {
    for (let i = 0; i < list.values.length; i++) {
      map(elementOf(list, i));
      if (sink.full) await sink.drain();
    }
  }
}

interface Whole {
  text: string;
  document: Content['document'];
}

/** Documents that follow each other (NDJSON, or printed over many lines) count as a list of them. */
function parseWhole(whole: Whole, lines: boolean, root: Step, maxDepth: number): unknown {
  const { text, document } = whole;
  if (document === undefined) checkDense(text, maxDepth);
  let told: unknown;
  try {
    told = document?.value ?? (lines ? documentsByLine(text) : undefined) ?? JSON.parse(text);
  } catch (error) {
    const bytes = Buffer.from(text);
    checkDepth(bytes, maxDepth);
    if (lines) return parseDocuments(bytes);
    throw malformed(offsetOf(error, text), error);
  }
  // Found too deep in what was built, it is looked for in the bytes: the failure says where.
  if (isTooDeep(told, maxDepth)) checkDepth(Buffer.from(text), maxDepth);
  return lines && !Array.isArray(told) && onlyLists(root) ? [told] : told;
}
