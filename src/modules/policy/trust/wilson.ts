/** Two-sided 95 %. */
const Z = 1.959964;

export interface Bounds {
  lower: number;
  upper: number;
}

/**
 * Wilson's score interval: between which shares the true one lies, with 95 % certainty, when `hits` of `all` were
 * counted. Unlike the raw share it says how little a few labels prove: 0 of 34 may still be one in ten.
 * Nothing counted = anything is possible. Source: E. B. Wilson, Probable inference, the law of succession, and
 * statistical inference, J. Am. Stat. Assoc. 22 (1927).
 */
export function wilson(hits: number, all: number): Bounds {
  if (all <= 0) return { lower: 0, upper: 1 };
  const share = hits / all;
  const z2 = Z * Z;
  const scale = 1 + z2 / all;
  const centre = (share + z2 / (2 * all)) / scale;
  const reach = (Z * Math.sqrt((share * (1 - share)) / all + z2 / (4 * all * all))) / scale;
  // Rounding must not put the counted share itself outside.
  return {
    lower: Math.max(0, Math.min(share, centre - reach)),
    upper: Math.min(1, Math.max(share, centre + reach)),
  };
}
