/**
 * The arrays of results of a mapping (`runs[].results[]`) as a tree of steps, so that one walk over a
 * document follows all of them. A step stands for one value of the document.
 */
export interface Step {
  /** Below an object: the members that lead on. */
  keys: Map<string, Step>;
  /** Below an array: what each of its items leads to. */
  items: Step | null;
  /** Below an object: what each of its values leads to (`{}`). */
  values: Step | null;
  /** The pattern that ends here: this value is a result. */
  each: string | null;
}

const step = (): Step => ({ keys: new Map(), items: null, values: null, each: null });

const TOKEN = /\[\]|\{\}|\.?([^.[\]{}]+)/gy;

/** @throws Error on a pattern that cannot be parsed: a mistake in a reader, not in a report. */
export function compileEach(patterns: readonly string[]): Step {
  const root = step();
  for (const pattern of patterns) {
    let at = root;
    let end = 0;
    for (const match of pattern.matchAll(TOKEN)) {
      end = match.index + match[0].length;
      at = next(at, match[0], match[1]);
    }
    if (end !== pattern.length || !/[\]}]$/.test(pattern)) throw new Error(`Unreadable pattern: ${pattern}`);
    at.each = pattern;
  }
  return root;
}

function next(at: Step, token: string, key: string | undefined): Step {
  if (token === '[]') {
    at.items ??= step();
    return at.items;
  }
  if (token === '{}') {
    at.values ??= step();
    return at.values;
  }
  const known = at.keys.get(key ?? '');
  if (known !== undefined) return known;
  const made = step();
  at.keys.set(key ?? '', made);
  return made;
}
