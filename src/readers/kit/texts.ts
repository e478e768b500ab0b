import type { Content } from './decoded.ts';

/** Given on at once, so that limits are looked at and results handed on often. */
const PIECE = 256 * 1024;
/** Up to here a text is given on as it is: to decode it again in pieces costs a tenth of what its parser takes. */
const AT_ONCE = 4 * 1024 * 1024;

/** Content as text: in one piece where it is small, else in pieces of at most 256 K characters, none cut inside of one. */
export async function* textsOf({ text, open }: Content): AsyncIterable<string> {
  // A piece cut from a string is a view into it, which parsers read slowly: of larger texts the bytes are decoded again.
  if (text !== undefined && text.length <= AT_ONCE) {
    if (text !== '') yield text;
    return;
  }
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of open()) {
    for (let from = 0; from < chunk.length; from += PIECE)
      yield decoder.decode(chunk.subarray(from, from + PIECE), { stream: true });
  }
  yield decoder.decode();
}
