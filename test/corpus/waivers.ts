/** Where we read a report differently from the peer, on purpose, and why a user would agree. */
export interface Waiver {
  file: string;
  /** What differs: the count, the severities, or one field (of one finding). */
  what: 'count' | 'severities' | string;
  index?: number;
  reason: string;
  /** What we read instead, for counts and severities. */
  ours?: unknown;
}

export const WAIVERS: Waiver[] = [];
