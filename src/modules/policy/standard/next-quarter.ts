import { DateTime } from 'luxon';
import type { Standard, Standing } from '../../../contract/standard.ts';

/** A share that a team can keep up in ordinary weeks; the rest is what went wrong. */
const MET_SHARE = 0.9;

const HOW =
  'Computed from where it stands: nothing urgent over its date, nine of ten dates met, and half of what is overdue today.';

/** Where it should be at the end of the next quarter: progress from where it stands, not everything at once. Pure. */
export function nextQuarter(standing: Standing, now: Date, timeZone: string): Standard['next'] {
  const until = DateTime.fromJSDate(now, { zone: timeZone }).plus({ quarters: 1 }).endOf('quarter');
  const { overdue, overdueUrgent, met } = standing;
  const share = met.all === 0 ? null : met.inTime / met.all;
  const half = Math.floor(overdue / 2);
  return {
    until: until.toISODate() ?? '',
    goals: [
      { goal: 'No P0 or P1 is overdue', now: `${overdueUrgent} overdue`, reached: overdueUrgent === 0 },
      {
        goal: `At least ${MET_SHARE * 100} % of dates are met`,
        now: share === null ? 'no date came within 90 days' : `${Math.floor(share * 100)} % of ${met.all}`,
        reached: share === null || share >= MET_SHARE,
      },
      {
        goal:
          overdue === 0
            ? 'Nothing is overdue'
            : `At most ${half} ${half === 1 ? 'finding is' : 'findings are'} overdue`,
        now: `${overdue} overdue`,
        reached: overdue === 0,
      },
    ],
    how: HOW,
  };
}
