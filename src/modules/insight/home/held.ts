/** Answers kept at most: addresses of units are few. */
const MOST = 200;

/**
 * Keeps answers that are dear and change slowly: one of each for so long. Whoever comes while it is old gets it and
 * starts the next one, so that nobody waits but the first; what is ten times as old is waited for.
 * @param load one answer
 */
export function held<Value>(
  load: (key: string, now: Date) => Promise<Value>,
  ms: number,
): (key: string, now: Date) => Promise<Value> {
  const kept = new Map<string, { at: number; answer: Promise<Value> }>();
  const loading = new Map<string, Promise<Value>>();
  const ask = (key: string, now: Date): Promise<Value> => {
    const started = loading.get(key);
    if (started) return started;
    const answer = load(key, now).finally(() => loading.delete(key));
    loading.set(key, answer);
    answer.then(
      () => {
        if (kept.size >= MOST) kept.clear();
        kept.set(key, { at: now.getTime(), answer });
      },
      // Whoever asked hears of it; the next one asks anew.
      () => kept.delete(key),
    );
    return answer;
  };
  return (key, now) => {
    const found = kept.get(key);
    const age = found === undefined ? Number.POSITIVE_INFINITY : now.getTime() - found.at;
    if (found === undefined || age > 10 * ms) return ask(key, now);
    if (age > ms) ask(key, now).catch(() => {});
    return found.answer;
  };
}
