import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Chances between 0 and 1, tried in this order: a request meets one fault at most. */
export interface FaultRates {
  /** The connection is cut before anything was done. */
  cutBefore?: number;
  /** It is done, then the connection is cut: whoever asked cannot know. */
  cutAfter?: number;
  /** 429 with `Retry-After`; nothing was done. */
  limit429?: number;
  /** Nothing was done, though nobody could tell. */
  error500?: number;
  /** Every request is answered that many milliseconds later at most; not a chance. */
  slowMs?: number;
}

export interface Fault {
  kind: 'none' | 'cutBefore' | 'cutAfter' | 'limit429' | 'error500';
  waitMs: number;
}

export interface Faults {
  /** What befalls the next request: asked once for each. */
  next(): Fault;
  /** From here on nothing befalls any more. */
  calm(): void;
  /** What befell so far. */
  readonly counts: Readonly<Record<Fault['kind'], number>>;
}

/** A plan of faults: the same seed and rates decide the same for the first request, the second, and so on. */
export function faults({ seed, rates }: { seed: number; rates: FaultRates }): Faults {
  const random = randomOf(seed);
  const counts = { none: 0, cutBefore: 0, cutAfter: 0, limit429: 0, error500: 0 };
  let calm = false;
  return {
    counts,
    calm() {
      calm = true;
    },
    next() {
      const [drawn, slow] = [random(), random()];
      if (calm) return { kind: 'none', waitMs: 0 };
      let bound = 0;
      let kind: Fault['kind'] = 'none';
      for (const one of ['cutBefore', 'cutAfter', 'limit429', 'error500'] as const) {
        if (kind === 'none' && drawn < bound + (rates[one] ?? 0)) kind = one;
        bound += rates[one] ?? 0;
      }
      counts[kind]++;
      return { kind, waitMs: Math.round(slow * (rates.slowMs ?? 0)) };
    },
  };
}

/** What a fake server answers when it is told to fail. */
interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request that carries it meets no faults: of whoever only looks on. */
export const PAST_FAULTS = 'x-past-faults';

/**
 * Answers a request as the plan has it. The fake does its work in `answer`, which is not called at all where
 * nothing is to be done.
 * @returns null: the connection was cut, there is nothing to send any more
 */
export async function underFaults<Real extends Answer>(
  plan: Faults | null,
  { incoming, response }: { incoming: IncomingMessage; response: ServerResponse },
  answer: () => Real | Promise<Real>,
): Promise<Real | Answer | null> {
  if (!plan || incoming.headers[PAST_FAULTS] !== undefined) return answer();
  const { kind, waitMs } = plan.next();
  if (waitMs > 0) await sleep(waitMs);
  const cut = () => {
    incoming.socket.destroy();
    response.destroy();
    return null;
  };
  if (kind === 'cutBefore') return cut();
  if (kind === 'limit429')
    return { status: 429, body: { message: 'Too many requests' }, headers: { 'retry-after': '1' } };
  if (kind === 'error500') return { status: 500, body: { message: 'Something broke here' } };
  const real = await answer();
  return kind === 'cutAfter' ? cut() : real;
}

/** Numbers from 0 to 1, the same for the same seed (xorshift). */
export function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
