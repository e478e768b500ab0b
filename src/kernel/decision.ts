export const PRIORITIES = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What the policy said of one finding, with its reasons in words. */
export interface Decision {
  priority: Priority;
  /** ISO 8601 in UTC; null means no date, and `because` says why. */
  dueAt: string | null;
  /** Queue that takes the ticket: `owner` for the owner's own, else a named queue; `hold` waits. */
  route: { to: 'owner' } | { to: 'queue'; queue: string } | { to: 'hold'; until: string };
  because: string[];
  /** Version of the policy that decided, e.g. `default@1`. */
  policy: string;
}
