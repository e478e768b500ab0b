/** `results =`, `var results =`, before a document of JSON. */
const ASSIGNMENT =
  /^\uFEFF?\s{0,100}(?:(?:var|let|const)\s{1,10})?[A-Za-z_$][\w$.]{0,100}\s{0,100}=\s{0,100}(?=[{[])/;

/** The same for a text in one piece: what is assigned, or all of it where it assigns nothing. */
export function withinAssignment(text: string): string {
  const skip = ASSIGNMENT.exec(text)?.[0].length ?? 0;
  if (skip === 0) return text;
  let end = text.length;
  while (end > skip && isEnd(text.charCodeAt(end - 1))) end--;
  return text.slice(skip, end);
}

/** Bytes before the document where a report is a script that assigns it to a name, as pages load it; else 0. */
export const assignmentLength = (head: string): number => Buffer.byteLength(ASSIGNMENT.exec(head)?.[0] ?? '');

const SEMICOLON = 59;
const isEnd = (byte: number | undefined): boolean => byte === SEMICOLON || (byte !== undefined && byte <= 32);

/** The document alone: without the assignment before it, and the semicolon after it. */
export async function* withoutAssignment(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncIterable<Uint8Array> {
  let skip = length;
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - rest.length;
    if (rest.every(isEnd)) {
      held = held && Buffer.concat([held, rest]);
      continue;
    }
    if (held) yield held;
    held = rest;
  }
  if (!held) return;
  let end = held.length;
  while (end > 0 && isEnd(held[end - 1])) end--;
  yield held.subarray(0, end);
}
