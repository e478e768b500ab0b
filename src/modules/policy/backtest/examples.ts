/** Examples shown. */
const EXAMPLES = 20;
/** Of one sort of change. */
const PER_SORT = 5;
/** Sorts remembered; a document that changes in more ways is shown by these. */
const MAX_SORTS = 500;

/** Keeps a few examples of each sort of change, so that the frequent one does not hide the others. */
export class Examples<Example> {
  readonly #sorts = new Map<string, { count: number; kept: Example[] }>();

  /** @param make called only when the example is kept */
  add(sort: string, make: () => Example): void {
    let known = this.#sorts.get(sort);
    if (!known) {
      if (this.#sorts.size >= MAX_SORTS) return;
      known = { count: 0, kept: [] };
      this.#sorts.set(sort, known);
    }
    known.count++;
    if (known.kept.length < PER_SORT) known.kept.push(make());
  }

  /** One of each sort in turn, the most frequent sort first. */
  result(): Example[] {
    const sorts = [...this.#sorts.values()].sort((a, b) => b.count - a.count);
    const chosen: Example[] = [];
    for (let round = 0; round < PER_SORT; round++)
      for (const { kept } of sorts) {
        const example = kept[round];
        if (example !== undefined && chosen.length < EXAMPLES) chosen.push(example);
      }
    return chosen;
  }
}
