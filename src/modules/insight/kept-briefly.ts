/** How old a picture of everything may be before it is worked out anew: the counts themselves lag, and twenty people look at once. */
const FRESH_MS = 15_000;
/** How old it may be while somebody is at it. */
const SHOWN_MS = 60_000;
const MOST_KEPT = 500;

interface Kept<Answer> {
  atMs: number;
  answer: Promise<Answer>;
  renewing: boolean;
}

/**
 * Answers that are dear and the same for everybody: worked out once, then given for some seconds to all who ask for the
 * same. Who asks when it is older gets it at once, too, and has it worked out for the next. What fails is not kept.
 */
export function keptBriefly<Answer>(): (key: string, work: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, Kept<Answer>>();
  const keep = (key: string, answer: Promise<Answer>) => {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, { atMs: performance.now(), answer, renewing: false });
  };
  return (key, work) => {
    const known = kept.get(key);
    const ageMs = known ? performance.now() - known.atMs : Number.POSITIVE_INFINITY;
    if (known && ageMs < FRESH_MS) return known.answer;
    if (known && ageMs < SHOWN_MS) {
      if (!known.renewing) {
        known.renewing = true;
        work().then(
          (answer) => keep(key, Promise.resolve(answer)),
          () => kept.delete(key),
        );
      }
      return known.answer;
    }
    const answer = work();
    keep(key, answer);
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
