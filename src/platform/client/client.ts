import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../log.ts';
import { guardedConnector, type Resolve, systemResolve } from './address-guard.ts';
import { checkUrl, exchange, follow, type Outgoing } from './follow.ts';
import { type HostGate, hostGate } from './host-gate.ts';
import {
  backoffMs,
  isIdempotent,
  isTransientError,
  isTransientStatus,
  MAX_RETRY_AFTER_MS,
  retryAfterMs,
  untilResetMs,
} from './retry.ts';

export interface HttpClientOptions {
  /** Connections to private and loopback addresses are allowed. */
  allowPrivate: boolean;
  log: Log;
  /** Requests to one host at once; 8. */
  perHost?: number;
  /** Requests started per second and host; 50. */
  perSecond?: number;
  connectTimeoutMs?: number;
  /** Until the headers of an answer, and between pieces of its body; 30 s. */
  idleTimeoutMs?: number;
  /** For tests. */
  resolve?: Resolve;
  sleep?: (ms: number) => Promise<unknown>;
  random?: () => number;
  now?: () => number;
}

export interface HttpRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** For one exchange, from connecting to the last byte; 30 s. What a request waits for its turn does not count. */
  timeoutMs?: number;
  /** Further attempts after the first; 3. */
  retries?: number;
  /** True when doing it twice does it once; GET, HEAD, PUT and DELETE are so by themselves. */
  idempotent?: boolean;
  /** Of the unpacked body; 10 MB. */
  maxResponseBytes?: number;
  /** False: an answer that leads elsewhere is given back as it is. */
  redirects?: boolean;
  /** Where a host allows less than the client would ask. */
  perSecond?: number | undefined;
}

export interface HttpResponse {
  status: number;
  headers: Headers;
  body: Uint8Array;
  text(): string;
  json(): unknown;
}

export interface HttpClient {
  /**
   * Sends a request and reads the whole answer, whatever its status.
   * @throws AppError LK-NETWORK, LK-ADDRESS-REFUSED; LK-TOO-LARGE when the answer is larger than allowed
   */
  request(url: string | URL, request?: HttpRequest): Promise<HttpResponse>;
  /** The same guard, throttle and retries in the form of `fetch`, for SDKs and for streams. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

interface Attempts {
  retries: number;
  idempotent: boolean;
  /** The caller's own; a request that was broken off is not tried again. */
  signal?: AbortSignal | undefined;
}

const DEFAULT_RETRIES = 3;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { log, sleep = pause, random = Math.random, now = Date.now, idleTimeoutMs = 30_000 } = options;
  const dispatcher = new Agent({
    connect: guardedConnector({
      resolve: options.resolve ?? systemResolve,
      allowPrivate: options.allowPrivate,
      timeoutMs: options.connectTimeoutMs ?? 10_000,
    }),
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
  });
  const gates = new Map<string, HostGate>();
  const gateOf = (host: string): HostGate => {
    const known = gates.get(host);
    if (known) return known;
    const { perHost = 8, perSecond = 50 } = options;
    const made = hostGate({ concurrency: perHost, perSecond, now, sleep });
    gates.set(host, made);
    return made;
  };

  const sendOnce = async (outgoing: Outgoing): Promise<Response> => {
    const leave = await gateOf(outgoing.url.host).enter(outgoing.perSecond);
    return exchange(outgoing, dispatcher).finally(leave);
  };

  /** Tries until `read` has what it needs: an answer that breaks off in its body is tried again too. */
  async function attempt<Result>(
    make: () => Outgoing,
    { retries, idempotent, signal }: Attempts,
    read: (response: Response) => Promise<Result>,
  ): Promise<Result> {
    for (let tried = 0; ; tried++) {
      const outgoing = make();
      const last = tried >= retries || !idempotent;
      try {
        const response = await follow(outgoing, sendOnce);
        const waitMs = isTransientStatus(response.status) && !last ? delayOf(response, tried) : null;
        if (waitMs === null) return await read(response);
        await response.body?.cancel();
        log.debug({ host: outgoing.url.host, status: response.status, waitMs }, 'request is tried again');
        await sleep(waitMs);
      } catch (error) {
        if (last || signal?.aborted || !isTransientError(error)) throw asAppError(error, outgoing.url);
        log.debug({ host: outgoing.url.host, error: (error as Error).message }, 'request is tried again');
        await sleep(backoffMs(tried, random()));
      }
    }
  }

  /** How long to wait before trying again; null when the host asks for longer than a caller would wait. */
  function delayOf(response: Response, tried: number): number | null {
    const asked =
      retryAfterMs(response.headers.get('retry-after'), now()) ?? untilResetMs(response.headers, now());
    if (asked === null) return backoffMs(tried, random());
    if (asked > MAX_RETRY_AFTER_MS) return null;
    if (response.url) gateOf(new URL(response.url).host).pause(asked);
    return asked;
  }

  return {
    request(url, request = {}) {
      const { method = 'GET', timeoutMs = 30_000, maxResponseBytes = 10_000_000 } = request;
      const make = (): Outgoing => ({
        url: checkUrl(url),
        method,
        headers: new Headers(request.headers),
        body: request.body,
        timeoutMs,
        perSecond: request.perSecond,
        stays: request.redirects === false,
      });
      const idempotent = request.idempotent ?? isIdempotent(method);
      return attempt(make, { retries: request.retries ?? DEFAULT_RETRIES, idempotent }, (response) =>
        readWhole(response, maxResponseBytes),
      );
    },
    async fetch(input, init) {
      const outgoing = await fromFetch(input, init);
      const { method, signal } = outgoing;
      const attempts = { retries: DEFAULT_RETRIES, idempotent: isIdempotent(method), signal };
      return attempt(
        () => outgoing,
        attempts,
        async (response) => response,
      ).catch((error) => {
        // Whoever broke it off expects the reason they gave.
        throw signal?.aborted ? signal.reason : error;
      });
    },
    close: () => dispatcher.destroy(),
  };
}

async function readWhole(response: Response, maxBytes: number): Promise<HttpResponse> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    // Leaving the loop cancels the rest.
    if (bytes > maxBytes)
      throw new AppError(
        'LK-TOO-LARGE',
        `the answer of ${hostOf(response)} is larger than ${maxBytes} bytes`,
      );
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  const text = () => body.toString('utf8');
  return {
    status: response.status,
    headers: response.headers,
    body,
    text,
    json: () => parse(text(), response),
  };
}

function parse(text: string, response: Response): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError(
      'LK-NETWORK',
      `${hostOf(response)} answered ${response.status} with something other than JSON`,
      {
        cause,
      },
    );
  }
}

const hostOf = (response: Response): string => URL.parse(response.url)?.host ?? 'the other system';

/** The parts of a `fetch` call, with a body that can be sent again. */
async function fromFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Outgoing> {
  const body = init.body ?? undefined;
  const plain =
    body === undefined || typeof body === 'string' || body instanceof Blob || body instanceof Uint8Array;
  if (plain && !(input instanceof Request)) {
    const signal = init.signal ?? undefined;
    return {
      url: checkUrl(input),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body,
      signal,
    };
  }
  // Forms and streams are put into bytes by the platform's own Request, which also names their type.
  const request = new Request(input, { ...init, duplex: 'half' } as RequestInit);
  const bytes = new Uint8Array(await request.arrayBuffer());
  const { method, headers, signal } = request;
  return { url: checkUrl(request.url), method, headers, body: bytes.length > 0 ? bytes : undefined, signal };
}

function asAppError(error: unknown, url: URL): AppError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AppError) return cause;
  }
  const reason = deepestMessage(error);
  return new AppError('LK-NETWORK', `${url.host} cannot be reached: ${reason}`, { cause: error });
}

function deepestMessage(error: unknown): string {
  let message = String(error);
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.message) message = cause.message;
  return message;
}
