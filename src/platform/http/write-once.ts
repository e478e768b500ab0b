import { serializerCompiler } from 'fastify-type-provider-zod';
import { isShared } from '../together.ts';

/**
 * Checks an answer by its schema and writes it down; an answer that several get at once is written once for all of
 * them. A big one costs more to check and to write than to find.
 */
export const writeOnce: typeof serializerCompiler = (route) => {
  const write = serializerCompiler(route);
  const texts = new WeakMap<object, string>();
  return (answer: unknown) => {
    if (!isShared(answer)) return write(answer);
    const known = texts.get(answer);
    if (known !== undefined) return known;
    const text = write(answer);
    texts.set(answer, text);
    return text;
  };
};
