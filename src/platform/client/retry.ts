/** Statuses after which the same request may succeed (RFC 9110 §15, RFC 6585 §4). */
const TRANSIENT_STATUS = new Set([429, 502, 503, 504]);
const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const IDEMPOTENT_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 10_000;
/** A host that asks for a longer pause is answered with its own response: a job tries again later. */
export const MAX_RETRY_AFTER_MS = 60_000;

export const isIdempotent = (method: string): boolean => IDEMPOTENT_METHODS.has(method.toUpperCase());

export const isTransientStatus = (status: number): boolean => TRANSIENT_STATUS.has(status);

/** Looks through the causes: undici wraps what the socket said. */
export function isTransientError(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (TRANSIENT_CODES.has((cause as NodeJS.ErrnoException).code ?? '')) return true;
    if (cause.name === 'TimeoutError') return true;
  }
  return false;
}

/** Full jitter: anywhere between nothing and a bound that doubles, so that many callers spread out. */
export const backoffMs = (attempt: number, random: number): number =>
  random * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);

/** Milliseconds that `Retry-After` asks for (seconds or an HTTP date); null when it says nothing usable. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

/**
 * Milliseconds until a limit that is spent begins anew, as `X-RateLimit-Reset` or `RateLimit-Reset` say (seconds
 * since 1970); null when they say nothing usable. Asking before that is noise.
 */
export function untilResetMs(headers: Headers, nowMs: number): number | null {
  for (const prefix of ['x-ratelimit', 'ratelimit']) {
    const at = Number(headers.get(`${prefix}-reset`) ?? Number.NaN) * 1000;
    if (headers.get(`${prefix}-remaining`) === '0' && Number.isFinite(at)) return Math.max(0, at - nowMs);
  }
  return null;
}
