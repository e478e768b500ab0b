// What one may choose of an insight: apart from the shapes, because every page's address knows these words.

/**
 * What becomes of what first looks found: left out of the numbers and told beside them, counted like the rest, or left
 * out. Comparisons leave them out unless asked.
 */
export const FIRST_LOOKS = ['apart', 'with', 'without'] as const;
export const OPEN_SPLITS = ['priority', 'kind', 'tool', 'unit', 'team'] as const;
export const DEADLINE_GROUPS = ['priority', 'tool', 'team', 'unit'] as const;
export const FIX_GROUPS = ['month', 'team', 'unit', 'tool'] as const;

/** First day of a quarter, or "2026-Q4". */
export const QUARTER = /^\d{4}-(Q[1-4]|(01|04|07|10)-01)$/;
