export const PRIORITIES = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How loud a rule may be in a pull request: it looks on, it comments, or it may stop a merge. */
export const MODES = ['observe', 'comment', 'block'] as const;
export type Mode = (typeof MODES)[number];

/** What one regime asks of a finding. */
export interface RegimeAsk {
  /** ISO 8601 in UTC; null = no date of its own, such as "with the next upgrade". */
  dueAt: string | null;
  /** What has to be done besides the fix, in words. */
  duties: readonly string[];
}

/** What the policy said of one finding, with its reasons in words. */
export interface Decision {
  priority: Priority;
  /** The strictest date of all regimes, ISO 8601 in UTC; null means no date, and `because` says why. */
  dueAt: string | null;
  /** What each regime that applies asks, by its name; `standard` is the house's own. */
  regimes: Readonly<Record<string, RegimeAsk>>;
  /** Everything that has to be done besides the fix, by whichever regime. */
  duties: readonly string[];
  /** When something without a date is looked at again, ISO 8601 in UTC. */
  reviewAt: string | null;
  /** Queue that takes the ticket: `owner` for the owner's own, else a named queue; `hold` waits. */
  route: { to: 'owner' } | { to: 'queue'; queue: string } | { to: 'hold'; until: string };
  mode: Mode;
  /** Id of the rule by which the clock stands still; null = it runs. */
  pausedBy: string | null;
  because: readonly string[];
  /** Version of the policy that decided, e.g. `default@1`. */
  policy: string;
  /**
   * The facts that are not on the finding itself (service, intelligence, trust): kept with the reasons, so that
   * the decision can be replayed. Shared between decisions.
   */
  basis: Readonly<Record<string, unknown>>;
}
