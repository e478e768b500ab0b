import type { Socket } from 'node:net';
import type {
  Attribute,
  BindRequest,
  ExtendedRequest,
  PagedResultsControl,
  SearchEntry,
  SearchRequest,
} from 'ldapts';
import { AppError } from '../../kernel/errors.ts';
import { messageFrames } from './frames.ts';
import { refusal } from './result-codes.ts';

/** The codec; loaded only when a directory is spoken to. */
export type Codec = typeof import('ldapts');

type Request = BindRequest | ExtendedRequest | SearchRequest;

/** An answer with what came before it. */
export interface Answer {
  entries: { dn: string; attributes: Attribute[] }[];
  /** Where a paged search goes on; empty at its end. */
  cookie: Buffer;
}

/** A conversation over one socket: one question after the other, each within its time. */
export interface Session {
  ask(what: string, make: (messageId: number) => Request): Promise<Answer>;
  /** Stops listening, for TLS to take the socket over. */
  release(): void;
  close(): void;
}

interface Waiting {
  request: Request;
  entries: SearchEntry[];
  done(result: { status: number; cookie: Buffer }): void;
  failed(error: AppError): void;
}

/**
 * A question is never sent again by itself, and a broken session stays broken: a new one would not be signed in,
 * and an anonymous answer is short without saying so.
 */
export function openSession(codec: Codec, socket: Socket, timeoutMs: number): Session {
  const frames = messageFrames();
  const parser = new codec.MessageParser();
  const known = new Map<string, { message: Request }>();
  let waiting: Waiting | null = null;
  let broken: AppError | null = null;
  let lastId = 0;

  const fail = (error: AppError): void => {
    broken ??= error;
    socket.destroy();
    waiting?.failed(broken);
    waiting = null;
  };
  const onData = (piece: Buffer): void => {
    try {
      for (const frame of frames(piece)) parser.read(frame, known);
    } catch (error) {
      fail(error instanceof AppError ? error : strange(error));
    }
  };
  const onError = (cause: Error): void => fail(unreachable(`the connection broke: ${cause.message}`, cause));
  const onClose = (): void => fail(unreachable('it ended the connection in the middle'));
  parser.on('error', (error) => fail(strange(error)));
  parser.on('message', (message) => {
    if (!waiting || message.messageId !== waiting.request.messageId) return;
    if (message instanceof codec.SearchEntry) waiting.entries.push(message);
    else if (!(message instanceof codec.SearchReference)) {
      const paging = message.controls?.find((one) => one instanceof codec.PagedResultsControl);
      const cookie = (paging as PagedResultsControl | undefined)?.value?.cookie ?? Buffer.alloc(0);
      waiting.done({ status: message.status, cookie });
      waiting = null;
    }
  });
  socket.on('data', onData).on('error', onError).on('close', onClose);

  const exchange = (request: Request): Promise<{ status: number; cookie: Buffer; entries: SearchEntry[] }> =>
    new Promise((resolve, reject) => {
      const entries: SearchEntry[] = [];
      const timer = setTimeout(() => fail(unreachable(`no answer in ${timeoutMs} ms`)), timeoutMs);
      const settled =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer);
          known.clear();
          settle(value);
        };
      waiting = {
        request,
        entries,
        done: settled((end) => resolve({ ...end, entries })),
        failed: settled(reject),
      };
      known.set(String(request.messageId), { message: request });
      socket.write(request.write());
    });

  return {
    async ask(what, make) {
      if (broken) throw broken;
      const { status, cookie, entries } = await exchange(make(++lastId));
      if (status !== 0) throw refusal(what, status);
      return { cookie, entries: entries.map(({ name, attributes }) => ({ dn: name, attributes })) };
    },
    release: () => void socket.off('data', onData).off('error', onError).off('close', onClose),
    close() {
      broken ??= unreachable('the connection is closed');
      socket.destroy();
    },
  };
}

export const unreachable = (why: string, cause?: unknown): AppError =>
  new AppError('LK-NETWORK', `the directory cannot be reached: ${why}`, { cause });

const strange = (cause: unknown): AppError =>
  new AppError('LK-ANSWER', 'the directory answers with something that is no LDAP', { cause });
