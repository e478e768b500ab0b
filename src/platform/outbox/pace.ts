import type { LaneState } from './acts.ts';

/** How a lane goes: freely, with one act that tries it, or not at all for a while. Decides only; `outbox_lane` keeps it. */
export interface Pace {
  /** In a row; a success ends them. */
  readonly failures: number;
  readonly pausedUntil: Date | null;
  /** An act that begins now is of this round; each failure of the lane begins another. */
  readonly round: number;
  waits(now: Date): boolean;
  /** How many acts may be at work at once. */
  allows(most: number): number;
  /** @returns whether it is news: the lane works again. What began before the last failure says nothing of now. */
  succeeded(round: number): boolean;
  /** @returns whether it is news: those that fail together are one failure of the lane */
  failed(round: number, until: Date): boolean;
}

export function paceOf(state: LaneState): Pace {
  let { failures, pausedUntil } = state;
  let round = 0;
  return {
    get failures() {
      return failures;
    },
    get pausedUntil() {
      return pausedUntil;
    },
    get round() {
      return round;
    },
    waits: (now) => pausedUntil !== null && pausedUntil > now,
    allows: (most) => (failures > 0 ? 1 : most),
    succeeded(begun) {
      if (begun !== round || failures === 0) return false;
      failures = 0;
      pausedUntil = null;
      return true;
    },
    failed(begun, until) {
      const isLonger = pausedUntil === null || until > pausedUntil;
      if (isLonger) pausedUntil = until;
      if (begun !== round) return isLonger;
      failures++;
      round++;
      return true;
    },
  };
}
