/** How old a picture of everything may be: the counts themselves lag, and twenty people look at once. */
const KEPT_MS = 15_000;
const MOST_KEPT = 500;

/**
 * Answers that are dear and the same for everybody: worked out once, then given for some seconds to all who ask for the
 * same. What fails is not kept.
 */
export function keptBriefly<Answer>(): (key: string, work: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, { until: number; answer: Promise<Answer> }>();
  return (key, work) => {
    const nowMs = performance.now();
    const known = kept.get(key);
    if (known && nowMs < known.until) return known.answer;
    if (kept.size >= MOST_KEPT) kept.clear();
    const answer = work();
    kept.set(key, { until: nowMs + KEPT_MS, answer });
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
