import { openEntry, zipError } from './archive.ts';
import { asBuffer } from './bytes.ts';
import type { Archive } from './xlsx.ts';

/** Fortify's archives (.fpr) hold the results and, apart from them, what auditors said. */
const PARTS = ['audit.fvdl', 'audit.xml'];
const ROOT = 'FPR';

/** Long enough for any XML declaration. */
const PROLOG_BYTES = 512;

/**
 * The parts of a Fortify archive as the children of one `FPR` element, in UTF-8; undefined for other archives.
 * @throws AppError LK-READ-ZIP, LK-READ-TOO-LARGE when opened.
 */
export function openJoined({
  zip,
  files,
  size,
  maxBytes,
}: Archive): (() => AsyncIterable<Uint8Array>) | undefined {
  const entries = PARTS.flatMap((name) => files.find(({ fileName }) => fileName === name) ?? []);
  if (entries[0]?.fileName !== PARTS[0]) return undefined;
  if (entries.some((entry) => entry.isEncrypted())) throw zipError('The archive is encrypted.');
  return async function* open() {
    yield Buffer.from(`<${ROOT}>`);
    for (const entry of entries) yield* withoutProlog(openEntry(size, zip, entry, maxBytes));
    yield Buffer.from(`</${ROOT}>`);
  };
}

/** Without byte order mark and XML declaration, which may stand only at the beginning of a document. */
async function* withoutProlog(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, asBuffer(chunk)]);
    if (head.length < PROLOG_BYTES) continue;
    yield bare(head);
    head = null;
  }
  if (head !== null) yield bare(head);
}

function bare(head: Buffer): Buffer {
  const text = head.subarray(0, PROLOG_BYTES).toString('latin1');
  const prolog = /^(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]*\?>)?/.exec(text)![0];
  return head.subarray(prolog.length);
}
