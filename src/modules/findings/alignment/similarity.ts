/** What a line is made of: its pairs of neighbouring characters, sorted; white space left out. */
export type Profile = Uint32Array;

export function profileOf(text: string): Profile {
  const bare = text.replaceAll(' ', '');
  const pairs = new Uint32Array(Math.max(bare.length - 1, 0));
  for (let i = 0; i < pairs.length; i++) pairs[i] = bare.charCodeAt(i) * 65_536 + bare.charCodeAt(i + 1);
  return pairs.sort();
}

/**
 * How alike two lines of code are, 0 to 1: the Sørensen–Dice coefficient of their pairs of characters. A pair keeps
 * part of the order, and sorted pairs are compared in one walk over both.
 */
export function likenessOf(a: Profile, b: Profile): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i]!, b[j]!];
    if (left === right) {
      common++;
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

/** The most that lines of these lengths can be alike. */
export const mostAlike = (a: Profile, b: Profile): number =>
  a.length + b.length === 0 ? 0 : (2 * Math.min(a.length, b.length)) / (a.length + b.length);

export const likeness = (a: string, b: string): number =>
  a === b ? 1 : likenessOf(profileOf(a), profileOf(b));
