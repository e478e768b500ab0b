import { StringDecoder } from 'node:string_decoder';
import { AppError } from '../kernel/errors.ts';

/** No path, name or fact is longer; without an end to a line, memory would have none either. */
const MAX_LINE = 1024 * 1024;

/**
 * The lines of a stream as they come, some at a time, without their ends; bytes that are no UTF-8 become U+FFFD.
 * @throws AppError LK-USAGE for a line of more than 1 MB
 */
export async function* linesOf(input: AsyncIterable<Buffer | string>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE)
      throw new AppError('LK-USAGE', 'a line of the input is longer than 1 MB: write one path to a line');
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  rest += decoder.end();
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
