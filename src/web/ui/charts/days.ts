import { language } from '../../texts/language.ts';
import { t } from '../../texts/t.ts';
/** What one point of a trend covers. */
export type Step = 'day' | 'week' | 'month' | 'quarter';

export const STEP_DAYS: Record<Step, number> = { day: 1, week: 7, month: 31, quarter: 92 };

/** Days of charts are days in UTC: 16 Nov is 16 Nov wherever the reader sits. */
const formatted = (at: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(new Date(at));

const quarterOf = (at: string) => `Q${Math.ceil(Number(at.slice(5, 7)) / 3)} ${at.slice(0, 4)}`;

/** Below an axis: "16 Nov", "Nov 26", "Q4 2026"; with the year where it is another one. */
export function axisDay(at: string, step: Step, now: Date): string {
  if (step === 'quarter') return quarterOf(at);
  if (step === 'month') return formatted(at, { month: 'short', year: '2-digit' });
  const sameYear = Number(at.slice(0, 4)) === now.getUTCFullYear();
  return formatted(at, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: '2-digit' }) });
}

/** In words: "Week of 16 Nov 2026", "November 2026", "Q4 2026". */
export function wholeDay(at: string, step: Step): string {
  if (step === 'quarter') return quarterOf(at);
  if (step === 'month') return formatted(at, { month: 'long', year: 'numeric' });
  const day = formatted(at, { day: 'numeric', month: 'short', year: 'numeric' });
  return step === 'week' ? t('Week of {day}', { day }) : day;
}
