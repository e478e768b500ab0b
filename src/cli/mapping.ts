import { readFile } from 'node:fs/promises';
import { AppError } from '../kernel/errors.ts';
import type { Reader } from '../readers/reader.ts';

/**
 * The reader that `--mapping FILE` describes; undefined without one.
 * @throws AppError LK-USAGE when the file cannot be read or a tool is named as well; LK-VALIDATION with all that is
 * wrong in it.
 */
export async function mappingFile(options: { mapping?: string; tool?: string }): Promise<Reader | undefined> {
  const { mapping: file, tool } = options;
  if (file === undefined) return undefined;
  if (tool !== undefined)
    throw new AppError('LK-USAGE', '--mapping says how to read, --tool would too: give one of them');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new AppError('LK-USAGE', `${file} cannot be read`);
  });
  const { readerOf } = await import('../readers/kit/declare/document.ts');
  const made = readerOf(text);
  if ('reader' in made) return made.reader;
  const lines = made.problems.map(
    ({ path, message, suggestion, line, column }) =>
      `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}${suggestion ? `; did you mean ${suggestion}?` : ''}`,
  );
  throw new AppError('LK-VALIDATION', lines.join('\n'));
}
