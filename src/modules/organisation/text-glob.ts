/** A text with wildcards: `*` is any letters, also none and also `/`; `?` is one. */
export interface TextGlob {
  matches(text: string): boolean;
  /** The text itself where it has no wildcard. */
  exact: string | null;
  /** Letters that are no wildcard. */
  fixed: number;
}

/**
 * No regular expression: patterns are written by people, and a backtracking one would take the process with it.
 * Here only the last `*` is ever tried again.
 */
export function textGlob(pattern: string): TextGlob {
  const wild = /[*?]/.test(pattern);
  return {
    matches: wild ? (text) => matches(pattern, text) : (text) => text === pattern,
    exact: wild ? null : pattern,
    fixed: pattern.replaceAll(/[*?]/g, '').length,
  };
}

function matches(pattern: string, text: string): boolean {
  let at = 0;
  let part = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[part];
    if (wanted === '*') {
      star = part++;
      resume = at;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[at])) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[part] === '*') part++;
  return part === pattern.length;
}
