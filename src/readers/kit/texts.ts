import type { Content } from './decoded.ts';

/** Given on at once, so that limits are looked at and results handed on often. */
const PIECE = 256 * 1024;

/** Content as text in pieces of at most 256 K characters, never cut inside of one. */
export async function* textsOf({ text, open }: Content): AsyncIterable<string> {
  if (text !== undefined) {
    for (let from = 0; from < text.length; ) {
      const to = afterCharacter(text, from + PIECE);
      yield text.slice(from, to);
      from = to;
    }
    return;
  }
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of open()) {
    for (let from = 0; from < chunk.length; from += PIECE)
      yield decoder.decode(chunk.subarray(from, from + PIECE), { stream: true });
  }
  yield decoder.decode();
}

/** Not between the halves of a surrogate pair. */
const afterCharacter = (text: string, at: number): number => {
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before < 0xdc00 ? at + 1 : at;
};
