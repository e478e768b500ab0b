const DAY_MS = 86_400_000;

/** A hold whose time to be looked at has come. */
export interface DueHold {
  reviewAt: Date;
  /** How often it was looked at before. */
  reviews: number;
  /** Days from one look to the next, as the rule says that holds it. */
  periodDays: number;
}

export interface HoldLimits {
  maxReviews: number;
  /** Days that a person has to answer; null = nobody is waited for. */
  answer: number | null;
}

export type Reviewed =
  /** A person may still answer. */
  | { outcome: 'waits' }
  | { outcome: 'goes-on'; reviewAt: Date; reviews: number; note: string }
  | { outcome: 'ticket'; note: string };

/**
 * What becomes of a hold at its time: somebody is given days to answer, then it goes on by itself with a new date,
 * and after so many looks the owner gets the ticket: nothing is held for ever. Pure.
 */
export function review(hold: DueHold, { maxReviews, answer }: HoldLimits, now: Date): Reviewed {
  if (hold.reviews >= maxReviews) return { outcome: 'ticket', note: overdueWords(hold.reviews) };
  if (now.getTime() < hold.reviewAt.getTime() + (answer ?? 0) * DAY_MS) return { outcome: 'waits' };
  return goOn(hold, maxReviews, hold.periodDays, now, 'nobody answered, and what it waits for has not come');
}

/** It is held on until another day. */
export function goOn(
  { reviews }: Pick<DueHold, 'reviews'>,
  maxReviews: number,
  days: number,
  now: Date,
  why: string,
): Extract<Reviewed, { outcome: 'goes-on' }> {
  const reviewAt = new Date(now.getTime() + days * DAY_MS);
  const next = reviewAt.toISOString().slice(0, 10);
  const note = `held on until ${next}: ${why} (look ${reviews + 1} of at most ${maxReviews})`;
  return { outcome: 'goes-on', reviewAt, reviews: reviews + 1, note };
}

const overdueWords = (reviews: number): string =>
  `looked at ${reviews} ${reviews === 1 ? 'time' : 'times'} and what it waits for has not come: its owner decides now whether to replace it, to mitigate it or to ask for an exception`;
