import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { review } from './review.ts';

const NOW = new Date('2026-03-04T09:00:00Z');
const day = (n: number) => new Date(NOW.getTime() + n * 86_400_000);
const limits = { maxReviews: 4, answer: 7 };

describe('a hold that is due', () => {
  it('waits for a person first, then goes on with a new date and says so', () => {
    const hold = { reviewAt: day(-6), reviews: 1, periodDays: 30 };
    expect(review(hold, limits, NOW)).toEqual({ outcome: 'waits' });
    expect(review({ ...hold, reviewAt: day(-7) }, limits, NOW)).toEqual({
      outcome: 'goes-on',
      reviewAt: day(30),
      reviews: 2,
      note: 'held on until 2026-04-03: nobody answered, and what it waits for has not come (look 2 of at most 4)',
    });
  });

  it('goes to its owner after the last look, at once', () => {
    expect(review({ reviewAt: day(0), reviews: 4, periodDays: 30 }, limits, NOW)).toMatchObject({
      outcome: 'ticket',
      note: expect.stringContaining('looked at 4 times'),
    });
  });

  it('never goes round for ever: whatever the numbers, it ends after maxReviews looks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.option(fc.integer({ min: 1, max: 30 })),
        fc.integer({ min: 1, max: 365 }),
        (maxReviews, answer, periodDays) => {
          let hold = { reviewAt: NOW, reviews: 0, periodDays };
          let now = NOW;
          let looks = 0;
          for (; looks <= maxReviews; ) {
            const next = review(hold, { maxReviews, answer }, now);
            if (next.outcome === 'ticket') break;
            if (next.outcome === 'goes-on') {
              expect(next.reviewAt.getTime()).toBeGreaterThan(now.getTime());
              hold = { ...hold, reviewAt: next.reviewAt, reviews: next.reviews };
              looks++;
            }
            now = new Date(Math.max(now.getTime(), hold.reviewAt.getTime()) + 86_400_000);
          }
          expect(looks).toBe(maxReviews);
        },
      ),
    );
  });
});
