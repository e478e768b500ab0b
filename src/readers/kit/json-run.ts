import type { JsonElement, JsonMapping, ReadContext } from '../reader.ts';
import { asBuffer } from './bytes.ts';
import { readElements, readShell } from './json-cut.ts';
import { checkDense, isTooDeep } from './json-depth.ts';
import { offsetOf, onlyLists, parseDocuments } from './json-documents.ts';
import { asList, countsAsList } from './json-list-stream.ts';
import { compileEach, type Step } from './json-path.ts';
import { checkDepth, detachElements, elementsOf, malformed } from './json-whole.ts';
import type { CollectingSink } from './sink.ts';

/** Up to here a document is parsed in one piece, which is three times as fast as two passes. */
const WHOLE_BYTES = 16 * 1024 * 1024;

/**
 * Runs a mapping over UTF-8 bytes of JSON; `open` may be called three times.
 * @throws AppError LK-READ-MALFORMED, LK-READ-TRUNCATED, LK-READ-TOO-DEEP, LK-READ-TOO-LARGE (with
 * `detail.where` as byte offset).
 */
export async function runJson(
  open: () => AsyncIterable<Uint8Array>,
  mapping: JsonMapping,
  sink: CollectingSink,
  context: ReadContext,
  wholeBytes = WHOLE_BYTES,
): Promise<void> {
  const root = rootOf(mapping);
  const whole = await gather(open(), wholeBytes);
  if (whole !== null) return runWhole(whole, root, mapping, sink, context);
  const { maxDepth } = context.limits;
  const lines = mapping.lines === true && (await countsAsList(open(), onlyLists(root), WHOLE_BYTES));
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

/** The whole file, or null when it is larger. */
async function gather(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) return null;
    parts.push(chunk);
  }
  return parts.length === 1 ? asBuffer(parts[0] as Uint8Array) : Buffer.concat(parts, size);
}

async function runWhole(
  bytes: Buffer,
  root: Step,
  mapping: JsonMapping,
  sink: CollectingSink,
  context: ReadContext,
): Promise<void> {
  const document = parseWhole(bytes, mapping.lines === true, root, context.limits.maxDepth);
  const { shell, lists } = detachElements(document, root);
  const map = mapping.open(shell, sink, context);
  for (const list of lists) {
    for (const element of elementsOf(list)) {
      map(element satisfies JsonElement);
      if (sink.full) await sink.drain();
    }
  }
}

/** Documents that follow each other (NDJSON, or printed over many lines) count as a list of them. */
function parseWhole(bytes: Buffer, lines: boolean, root: Step, maxDepth: number): unknown {
  checkDense(bytes, maxDepth);
  const text = bytes.toString('utf8');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    checkDepth(bytes, maxDepth);
    if (lines) return parseDocuments(bytes);
    throw malformed(offsetOf(error, text), error);
  }
  // Found too deep in what was built, it is looked for in the bytes: the failure says where.
  if (isTooDeep(document, maxDepth)) checkDepth(bytes, maxDepth);
  return lines && !Array.isArray(document) && onlyLists(root) ? [document] : document;
}
