import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';

/** Body schema of a route that takes the bytes as they arrive (`application/octet-stream`). */
export const streamBody = z.custom<Readable>(
  (value) => value instanceof Readable,
  'send the bytes as application/octet-stream',
);

/** Hands the body of `application/octet-stream` and of NDJSON to the handler unread. */
export function acceptStreams(app: FastifyInstance): void {
  app.addContentTypeParser(['application/octet-stream', 'application/x-ndjson'], (_request, payload, done) =>
    done(null, payload),
  );
}

/**
 * The bytes of a streamed body, up to a limit.
 * @param declaredBytes the Content-Length header: too large is refused before a byte is read
 * @throws AppError LK-TOO-LARGE; the connection stays open so that the answer arrives
 */
export async function* limitedBody(
  stream: Readable,
  maxBytes: number,
  declaredBytes?: string | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  if (Number(declaredBytes) > maxBytes) throw tooLarge(maxBytes);
  let seenBytes = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    seenBytes += chunk.length;
    if (seenBytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

const tooLarge = (maxBytes: number) =>
  new AppError('LK-TOO-LARGE', `The body is larger than the limit of ${maxBytes} bytes.`);

/** How long the rest of a refused body is discarded before the connection is cut: time to read the answer. */
const LINGER_MS = 500;

/** An answer may come before the body has been read (401, 413): the rest is not worth reading. */
export function cutUnreadBodies(app: FastifyInstance): void {
  app.addHook('onResponse', async (request) => {
    const { raw } = request;
    if (raw.complete || raw.readableEnded || raw.destroyed) return;
    raw.resume();
    const timer = setTimeout(() => {
      raw.destroy();
    }, LINGER_MS);
    timer.unref();
    raw.once('end', () => clearTimeout(timer));
  });
}
