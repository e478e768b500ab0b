/** What is looked at of an answer. */
interface Answer {
  status: number;
  headers: Headers;
  text(): string;
}

/** Secondary limits without a time: at least a minute, says GitHub's documentation ("Rate limits for the REST API"). */
const DEFAULT_PAUSE_MS = 60_000;
/** Whatever a host says, tomorrow we ask again. */
const LONGEST_PAUSE_MS = 86_400_000;

/**
 * When a host may be asked again; null when it asks for no pause. GitHub says 403 or 429 with `Retry-After` or
 * `X-RateLimit-Reset` (seconds since 1970), GitLab 429 with `Retry-After` and `RateLimit-Reset`.
 */
export function pauseAskedFor({ status, headers, text }: Answer, now: Date): Date | null {
  const remaining = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining');
  const isSpent = remaining === '0';
  const retryAfter = headers.get('retry-after');
  if (status !== 429 && status !== 403) return null;
  if (status === 403 && !isSpent && retryAfter === null && !/rate limit/i.test(text().slice(0, 2000)))
    return null;
  // What is left of the first limit says that it is another one: that one's time is not told.
  const reset = isSpent || remaining === null ? resetOf(headers) : null;
  const at = timeOf(retryAfter, now) ?? reset ?? now.getTime() + DEFAULT_PAUSE_MS;
  return new Date(Math.min(Math.max(at, now.getTime() + 1000), now.getTime() + LONGEST_PAUSE_MS));
}

function timeOf(retryAfter: string | null, now: Date): number | null {
  if (!retryAfter) return null;
  const seconds = Number(retryAfter);
  const at = Number.isFinite(seconds) ? now.getTime() + seconds * 1000 : Date.parse(retryAfter);
  return Number.isFinite(at) ? at : null;
}

function resetOf(headers: Headers): number | null {
  const seconds = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}
