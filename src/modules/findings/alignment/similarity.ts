/**
 * How alike two lines of code are, 0 to 1: the Sørensen–Dice coefficient over pairs of neighbouring characters,
 * white space left out. A pair of characters keeps part of the order, and costs one walk over both lines.
 */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const left = a.replaceAll(' ', '');
  const right = b.replaceAll(' ', '');
  if (left.length < 2 || right.length < 2) return left === right ? 1 : 0;
  const counts = new Map<number, number>();
  for (let i = 1; i < left.length; i++) {
    const pair = bigram(left, i);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let i = 1; i < right.length; i++) {
    const pair = bigram(right, i);
    const count = counts.get(pair);
    if (!count) continue;
    common++;
    counts.set(pair, count - 1);
  }
  return (2 * common) / (left.length + right.length - 2);
}

const bigram = (text: string, at: number): number => text.charCodeAt(at - 1) * 65_536 + text.charCodeAt(at);
