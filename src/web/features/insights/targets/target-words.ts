import type { TargetMeasure } from '../../../../contract/insights/targets.ts';
import { t } from '../../../texts/t.ts';
import { number, percent } from '../../../ui/format.ts';
import { decimal } from '../number-words.ts';

/** A target's number as people say it: "80 %", "12 days", "10". */
export function targetWords(measure: TargetMeasure, value: number | null): string {
  if (value === null) return '–';
  if (measure === 'deadlines-met') return percent(value);
  if (measure === 'median-days') return t('{value} days', { value: decimal(value) });
  return number(value);
}

/** What is typed: shares as whole percents. */
export const typedOf = (measure: TargetMeasure, value: number | null): number | '' =>
  value === null ? '' : measure === 'deadlines-met' ? Math.round(value * 1000) / 10 : value;

export const targetOf = (measure: TargetMeasure, typed: number): number =>
  measure === 'deadlines-met' ? typed / 100 : typed;

/** "2026-10-01" -> "2026-Q4". */
const quarterText = (year: number, quarter: number) => `${year}-Q${quarter}`;

/** The quarters that one sets targets for: the last one, this one and the next three. */
export function quartersAround(now: Date): { value: string; label: string }[] {
  const running = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3);
  return [-1, 0, 1, 2, 3].map((step) => {
    const [year, quarter] = [Math.floor((running + step) / 4), ((running + step) % 4) + 1];
    return { value: quarterText(year, quarter), label: `Q${quarter} ${year}${step === 0 ? t(', now') : ''}` };
  });
}
