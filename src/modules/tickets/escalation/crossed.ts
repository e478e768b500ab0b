export interface Reach {
  rule: string;
  /** Milliseconds. */
  moment: number;
  /** It was told before. */
  told: boolean;
  /** Its condition holds now. */
  holds: boolean;
}

/**
 * Of the rules whose moment has come and that nobody was told of: the highest speaks, the ones below are covered by it.
 * So a house full of overdue tickets gets one comment on each, and nobody hears "half-way" after the date. Pure.
 * @param reached in the order of the document
 */
export function crossed(
  reached: readonly Reach[],
  nowMs: number,
): { speaks: string | null; covered: string[] } {
  const past = reached.filter(({ moment }) => moment <= nowMs).toSorted((a, b) => a.moment - b.moment);
  const highestTold = past.findLastIndex(({ told }) => told);
  const fresh = past.map((rule, index) => ({ ...rule, index })).filter(({ told, holds }) => !told && holds);
  const last = fresh.at(-1);
  const speaks = last && last.index > highestTold ? last.rule : null;
  return { speaks, covered: fresh.flatMap(({ rule }) => (rule === speaks ? [] : [rule])) };
}
