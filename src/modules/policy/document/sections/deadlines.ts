import { z } from 'zod';
import { PRIORITIES } from '../../../../kernel/decision.ts';
import { condition, type Duration, days, distinctIds, duration, id, sentence } from './shapes.ts';

/** What a clock counts from. Where the moment is not known, it counts from detection. */
export const CLOCKS = ['detected', 'evaluated', 'published', 'fix-available', 'kev-added'] as const;
export type Clock = (typeof CLOCKS)[number];

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const length = ({ days: number }: Duration): number => number;

/** The less urgent is never due before the more urgent. */
function neverSooner(
  value: Record<(typeof PRIORITIES)[number], Duration | null>,
  context: z.core.$RefinementCtx,
): void {
  const kinds = new Set(PRIORITIES.flatMap((priority) => value[priority]?.working ?? []));
  if (kinds.size > 1)
    context.addIssue({ code: 'custom', message: 'count all of them in working days (bd), or none of them' });
  for (let i = 1; i < PRIORITIES.length; i++) {
    const [more, less] = [PRIORITIES[i - 1]!, PRIORITIES[i]!];
    const [sooner, later] = [value[more], value[less]];
    if ((later ? length(later) : Infinity) < (sooner ? length(sooner) : Infinity))
      context.addIssue({
        code: 'custom',
        path: [less],
        message: `${less} is due before ${more}, which is more urgent`,
      });
  }
}

const byPriority = { P0: duration, P1: duration, P2: duration, P3: duration, P4: duration };
const clock = z.enum(CLOCKS);

const standard = z.strictObject({ clock: clock.default('detected'), ...byPriority }).superRefine(neverSooner);

/** A published table by its name, or a table of one's own. */
const regime = z.strictObject({
  appliesTo: condition,
  /** Instead of the clock that the published table has. */
  clock: clock.optional(),
  /** FedRAMP's impact level. */
  level: z.enum(['low', 'moderate', 'high']).optional(),
  own: z
    .strictObject({ clock: clock.default('detected'), ...byPriority })
    .superRefine(neverSooner)
    .optional(),
});

const calendar = z
  .strictObject({
    weekend: z.array(z.enum(WEEKDAYS)).max(7).default(['sat', 'sun']),
    holidays: z
      .array(z.union([z.iso.date(), z.strictObject({ date: z.iso.date(), name: sentence })]))
      .max(1000)
      .default([]),
  })
  .refine(({ weekend }) => new Set(weekend).size < 7, {
    path: ['weekend'],
    message: 'a week without a working day would never reach a deadline: leave one out',
  });

const timeZone = z.string().refine(
  (name) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
    } catch {
      return false;
    }
  },
  { message: 'this is no time zone: write one such as UTC or Europe/Berlin' },
);

/** While it holds the clock stands still, and the decision says so. */
const pause = z.strictObject({ id, when: condition, because: sentence });

export const deadlines = z.strictObject({
  timeZone: timeZone.default('UTC'),
  calendar: calendar.prefault({}),
  standard,
  regimes: z.record(z.string(), regime).default({}),
  /** What cannot wait for a fix gets a date for a mitigation; the rest is looked at again. */
  withoutFix: z
    .strictObject({ mitigate: condition.default('intel.exploited'), review: days.default(30) })
    .prefault({}),
  pauses: z.array(pause).max(50).superRefine(distinctIds).default([]),
  /** What comes back keeps its first clock, unless its fix had been verified for this long. */
  reopening: z.strictObject({ newClockAfter: days.default(30) }).prefault({}),
});
