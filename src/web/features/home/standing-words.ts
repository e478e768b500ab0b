import { t } from '../../texts/t.ts';
/** "2.5": so many for each ten services, so that large and small compare; a dash for who owns none. */
export function perTen(open: number, services: number): string {
  if (services === 0) return '–';
  const value = (open * 10) / services;
  return value >= 10 || Number.isInteger(value) ? `${Math.round(value)}` : value.toFixed(1);
}

/** How the numbers of units and teams are made. */
export const STANDING_FORMULA = [
  [t('Open P0–P2'), t('open findings of these priorities now; first looks of a tool are counted, too')],
  [
    t('Per 10 services'),
    t('open P0–P2 × 10 ÷ services owned; a repository without named services counts as one'),
  ],
  [t('Overdue tickets'), t('open tickets whose day has passed, in UTC')],
  [
    t('Deadlines met'),
    t(
      'findings whose date lay in the last 13 whole weeks: fixed in time, of all but those that an exception took',
    ),
  ],
  [
    t('Scanned'),
    t('repositories owned that a complete scan looked at within 30 days, of all that are owned'),
  ],
  [t('13 weeks'), t('open P0–P2 at the end of each week, with today’s owners and priorities')],
] as const;
