/** Versions in use at once while one takes the place of another, and those that somebody compares. */
const MOST_KEPT = 8;

/**
 * Documents change a few times a year and are read with every answer: what is made of the last few texts is kept.
 * `make` looks at nothing but the text; what it refuses is not kept.
 */
export function keptTexts<Made>(make: (text: string) => Made): (text: string) => Made {
  const kept = new Map<string, Made>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, made);
    return made;
  };
}
