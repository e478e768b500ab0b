import type { STANDS } from '../../../contract/insights/compare.ts';

export type Stands = (typeof STANDS)[number];

interface Between {
  low: number | null;
  high: number | null;
}

/** Where one stands beside the whole: told only where the intervals do not overlap. Pure. */
export function standsBeside(one: Between, whole: Between): Stands {
  if (one.low === null || one.high === null || whole.low === null || whole.high === null) return 'unknown';
  if (one.low > whole.high) return 'higher';
  return one.high < whole.low ? 'lower' : 'alike';
}

/** One plain sentence of what can be told. */
export function standsNote(stands: Record<'open' | 'opened' | 'deadlines', Stands>, per: string): string {
  const told: string[] = [];
  const words = { open: `open per ${per}`, opened: `opened per ${per}`, deadlines: 'deadlines met' };
  for (const side of ['higher', 'lower'] as const) {
    const some = (['open', 'opened', 'deadlines'] as const).filter((number) => stands[number] === side);
    if (some.length > 0)
      told.push(`${side} than all together: ${some.map((number) => words[number]).join(', ')}`);
  }
  const left = Object.values(stands).filter((one) => one === 'alike').length;
  if (told.length === 0)
    return left === 0
      ? 'Too little to compare.'
      : 'No difference from all together can be told: the intervals overlap.';
  const sentence = told.join('; ');
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
}
