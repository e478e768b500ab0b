/** Round steps from zero to above the highest value: at most five of them, whole numbers. */
export function ticksTo(highest: number): number[] {
  const rough = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough)!;
  const whole = Math.max(1, Math.ceil(step));
  const count = Math.max(1, Math.ceil(highest / whole));
  return Array.from({ length: count + 1 }, (_, index) => index * whole);
}

/** What gets a label on an axis that has room for `most`: every n-th, counted back from the newest. */
export function labelled<Item>(items: readonly Item[], most: number): Item[] {
  const nth = Math.max(1, Math.ceil(items.length / most));
  return items.filter((_, index) => (items.length - 1 - index) % nth === 0);
}

/** Letters of the small size are about this wide; exact enough to keep labels apart. */
const LETTER_PX = 6.3;
export const widthOf = (text: string, letterPx = LETTER_PX): number => text.length * letterPx;
/** Of the names and numbers of rows. */
export const ROW_LETTER_PX = 7.2;

/** Cuts a text to what fits; all of it is in the table. */
export function fitting(text: string, widthPx: number, letterPx = LETTER_PX): string {
  const letters = Math.max(3, Math.floor(widthPx / letterPx));
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}

/**
 * Moves places on a line apart until none is nearer than `gap` to the next, as little as possible and inside of
 * `from` to `to`; for labels beside the ends of lines. Answers in the order given.
 */
export function spread(places: readonly number[], gap: number, from: number, to: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let least = from;
  for (const index of order) {
    moved[index] = Math.max(moved[index]!, least);
    least = moved[index]! + gap;
  }
  let most = to;
  for (const index of order.reverse()) {
    moved[index] = Math.min(moved[index]!, most);
    most = moved[index]! - gap;
  }
  return moved;
}
