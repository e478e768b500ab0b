import type { Estimate, Share } from '../../../contract/insights/shared.ts';
import { t } from '../../texts/t.ts';
import { listed, number, percent } from '../../ui/format.ts';

/** 0.4 -> "0.4", 12.34 -> "12": as many digits as say something. */
export const decimal = (value: number): string =>
  value >= 10 ? number(Math.round(value)) : `${Number(value.toPrecision(2))}`;

/** "3.2 (2.1 to 4.8)"; a dash where it cannot be told. */
export function estimateWords({ value, low, high }: Estimate): string {
  if (value === null) return '–';
  if (low === null || high === null) return decimal(value);
  return t('{value} ({low} to {high})', { value: decimal(value), low: decimal(low), high: decimal(high) });
}

/** "12 days (9 to 15)"; "not half of them yet" is said by the caller. */
export function daysWords({ value, low, high }: Estimate): string {
  if (value === null) return t('not reached');
  const end = high === null ? t('open end') : decimal(high);
  return low === null
    ? t('{value, plural, one {# day} other {# days}}', { value })
    : t('{value, plural, one {# day} other {# days}} ({low} to {end})', { value, low: decimal(low), end });
}

/** "56 % to 87 %"; a dash where there is nothing. */
export const intervalWords = ({ low, high }: Pick<Share, 'low' | 'high'>): string =>
  low === null || high === null ? '–' : t('{low} to {high}', { low: percent(low), high: percent(high) });

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/** What came and what went in all weeks shown. */
export function flowSentence(opened: readonly number[], fixed: readonly number[]): string {
  const [came, went] = [sum(opened), sum(fixed)];
  if (came === 0 && went === 0) return t('Nothing was opened or fixed in these weeks.');
  const said = t(
    'In {count, plural, one {# week} other {# weeks}} {came, plural, one {# finding} other {# findings}} came and {went, number} went by a fix',
    { count: opened.length, came, went },
  );
  if (came === went) return `${said}.`;
  return `${said}: ${number(Math.abs(came - went))} ${came > went ? t('more came') : t('more went')}.`;
}

/** "Half are fixed after 3 days for P0, 9 days for P1; not yet half of P3." */
export function curvesSentence(curves: readonly { priority: string; median: Estimate }[]): string {
  const reached = curves.filter(({ median }) => median.value !== null);
  const open = curves.filter(({ median }) => median.value === null).map(({ priority }) => priority);
  const half = reached.map(({ priority, median }) =>
    t('{value} for {priority}', {
      value: median.value
        ? t('{value, plural, one {# day} other {# days}}', { value: median.value })
        : t('less than a day'),
      priority,
    }),
  );
  if (curves.length === 0) return t('Nothing was opened in these months.');
  if (half.length === 0) return t('Of no priority is half fixed yet: {open}.', { open: listed(open) });
  const rest = open.length === 0 ? '' : t('; not yet half of {open}', { open: listed(open) });
  return t('Half are fixed after {half}{rest}.', { half: listed(half), rest });
}
