import { z } from 'zod';
import { time } from './shapes.ts';

/** What happened that a team or a person may hear of. */
export const NOTICE_KINDS = [
  'opened',
  'moved-here',
  'more-urgent',
  'reopened',
  'closed',
  'assigned',
  'due',
  'exception-decided',
  'exception-ends',
  'ask-made',
  'ask-answered',
  'approval-waits',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How loud: of the policy's section `notify`. */
export const LOUDNESS = ['at once', 'daily', 'weekly'] as const;
export type Loudness = (typeof LOUDNESS)[number];

const WAYS = ['chat', 'mail', 'both'] as const;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as 22:00');
const zone = z.string().max(60).refine(isZone, 'a time zone by its IANA name, such as Europe/Berlin');

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** PUT /api/v1/notify/preferences and /api/v1/notify/teams/:key/preferences. */
export const putPreferences = z
  .strictObject({
    /** Null: a team by chat where it can be reached there, a person by mail. */
    way: z.enum(WAYS).nullable().default(null),
    /** Null: as loud as the policy says; else all that is not told at once comes together so often. */
    digest: z.enum(['daily', 'weekly']).nullable().default(null),
    hour: z.int().min(0).max(23).default(9),
    /** Of the weekly digest; 1 = Monday. */
    weekday: z.int().min(1).max(7).default(1),
    /** Null: the policy's. */
    timeZone: zone.nullable().default(null),
    /** In these hours nothing is told but what is P0 and policy calls `at once`. */
    quiet: z
      .strictObject({ from: clock, to: clock, weekends: z.boolean().default(false) })
      .refine(({ from, to }) => from !== to, { path: ['to'], message: 'end at another time than they begin' })
      .nullable()
      .default(null),
    muted: z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length).default([]),
    /** They hear only what their role must hear. */
    left: z.boolean().default(false),
  })
  .meta({ id: 'NotifyPreferences' });
export type PutPreferences = z.infer<typeof putPreferences>;

export const preferences = z.object({
  ...putPreferences.shape,
  /** In use: the one that is set, else the policy's. */
  zoneInUse: z.string(),
  /** Kinds that cannot be left out, whatever is set. */
  mustHear: z.array(z.enum(NOTICE_KINDS)),
  /** By which ways they are reached now, in words; empty: by none. */
  reached: z.array(z.string()),
  /** What keeps them from being reached, and how to mend it. */
  problem: z.string().nullable(),
  nextDigestAt: time,
});
export type Preferences = z.infer<typeof preferences>;

/** GET /api/v1/notify/teams/:key/digest: as it would be told now. */
export const digestPreview = z.object({
  /** Null: there is nothing to say, and nothing would be sent. */
  message: z.object({ title: z.string(), body: z.string() }).nullable(),
});
