import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Faults, underFaults } from './faults.ts';

export interface FakeRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface FakeAnswer {
  status: number;
  /** Sent as it is when it is bytes or text, else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface SeenRequest {
  method: string;
  /** With its query. */
  path: string;
  status: number;
}

export interface FakeServer {
  /** `http://127.0.0.1:12345` */
  url: string;
  /** Every request, in the order of the answers. */
  seen: SeenRequest[];
  /** What was asked and answered, whole; without an answer where the connection was cut. */
  exchanges: { request: FakeRequest; answer: FakeAnswer | null }[];
  /** Answers the next requests instead; `undefined` from it lets one pass. */
  intercept(answer: (request: FakeRequest) => FakeAnswer | undefined): void;
  /** What befalls requests from here on; null: nothing. */
  trouble(plan: Faults | null): void;
  close(): Promise<void>;
}

export const sha1 = (data: string | Uint8Array): string => createHash('sha1').update(data).digest('hex');

/** A real server on a port of its own: sends, counts, and answers 304 to whoever has it already. */
export async function codeHostServer(
  answerTo: (request: FakeRequest) => FakeAnswer,
  etagOf: (text: string | Uint8Array, request: FakeRequest) => string,
): Promise<FakeServer> {
  const seen: SeenRequest[] = [];
  const exchanges: FakeServer['exchanges'] = [];
  let instead: (request: FakeRequest) => FakeAnswer | undefined = () => undefined;
  let plan: Faults | null = null;
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>)).toString();
    const url = new URL(incoming.url!, 'http://fake');
    const request: FakeRequest = { method: incoming.method!, url, headers: incoming.headers, body };
    const answer = await underFaults(
      plan,
      { incoming, response },
      () => instead(request) ?? answerTo(request),
    );
    exchanges.push({ request, answer });
    if (!answer) return;
    const isText = typeof answer.body === 'string' || answer.body instanceof Uint8Array;
    const content = isText ? (answer.body as string | Uint8Array) : JSON.stringify(answer.body ?? null);
    const headers: Record<string, string> = { ...answer.headers };
    headers['content-type'] ??= isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
    let status = answer.status;
    if (status === 200) headers['etag'] ??= etagOf(content, request);
    const known = incoming.headers['if-none-match'];
    if (status === 200 && known !== undefined && plain(known) === plain(headers['etag']!)) status = 304;
    seen.push({ method: request.method, path: incoming.url!, status });
    response.writeHead(status, headers).end(status === 304 ? undefined : content);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    exchanges,
    intercept: (answer) => {
      instead = answer;
    },
    trouble: (next) => {
      plan = next;
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** Weak comparison (RFC 9110 §8.8.3.2); a bare hash counts, too: GitHub takes a commit for an ETag. */
const plain = (etag: string): string => etag.replace(/^W\//, '').replaceAll('"', '');
