/** How fast one host is asked: a few requests at once, a little apart, and not while it asked for a pause. */
export interface HostGate {
  /** Waits for its turn, at most so many a second; call the result when the request is over. */
  enter(atMostPerSecond?: number): Promise<() => void>;
  /** The host asked for a pause (Retry-After). */
  pause(ms: number): void;
}

export interface GateOptions {
  concurrency: number;
  perSecond: number;
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

export function hostGate({ concurrency, perSecond, now, sleep }: GateOptions): HostGate {
  const waiting: (() => void)[] = [];
  let running = 0;
  let nextStartAt = 0;
  let pausedUntil = 0;
  const leave = () => {
    running--;
    waiting.shift()?.();
  };
  return {
    async enter(atMostPerSecond = perSecond) {
      if (running >= concurrency) await new Promise<void>((go) => waiting.push(go));
      running++;
      const startAt = Math.max(now(), nextStartAt);
      nextStartAt = startAt + 1000 / Math.min(atMostPerSecond, perSecond);
      // A pause that came while this one waited moves it back once more.
      for (let wait = startAt - now(); wait > 0; wait = pausedUntil - now()) await sleep(wait);
      let left = false;
      return () => {
        if (!left) leave();
        left = true;
      };
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms);
      nextStartAt = Math.max(nextStartAt, pausedUntil);
    },
  };
}
