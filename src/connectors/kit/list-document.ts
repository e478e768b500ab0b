/** A JSON list of what the pages hold, one page in memory at a time. */
export async function* listDocument(
  pages: AsyncIterable<readonly unknown[]>,
  before = '[',
  after = ']',
): AsyncGenerator<Uint8Array> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  yield bytes(before);
  let isFirst = true;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const elements = page.map((one) => JSON.stringify(one)).join(',\n');
    yield bytes(isFirst ? elements : `,\n${elements}`);
    isFirst = false;
  }
  yield bytes(after);
}
