import type { Content } from './decoded.ts';

/** Given on at once, so that limits are looked at and results handed on often. */
const PIECE = 256 * 1024;

/** Content as text in pieces of at most 256 K characters, none cut inside of a character. */
export async function* textsOf({ text, open }: Content): AsyncIterable<string> {
  // A piece cut from a string is a view into it, which parsers read slowly: of larger texts the bytes are decoded again.
  if (text !== undefined && text.length <= PIECE) {
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
