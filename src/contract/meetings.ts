import { z } from 'zod';
import { teamAsks } from './asks.ts';
import { decision } from './home.ts';
import { priority, time } from './shapes.ts';

export const meeting = z.object({
  id: z.uuid(),
  at: time,
  by: z.string(),
  note: z.string(),
  /** Within an hour, by who told it. */
  mayUndo: z.boolean(),
});
export type Meeting = z.infer<typeof meeting>;

const fixLine = z.object({
  key: z.string(),
  title: z.string(),
  priority,
  dueAt: time.nullable(),
  at: time,
});
const fixes = z.object({
  count: z.int(),
  /** The newest of them. */
  items: z.array(fixLine),
});

/** GET /api/v1/teams/:team/meeting: what champion and partner talk about. */
export const meetingPage = z.object({
  team: z.object({ key: z.string(), name: z.string(), unit: z.string().nullable() }),
  people: z.object({
    champion: z.string().nullable(),
    deputies: z.array(z.string()),
    partner: z.string().nullable(),
    manager: z.string().nullable(),
  }),
  /** What is new counts from here: the last meeting, or 14 days ago where there was none yet. */
  since: time,
  sentence: z.string(),
  asks: teamAsks.omit({ team: true }),
  closed: fixes,
  opened: fixes,
  /** Reviews, threat models and quick tests that are asked for, by when they are wanted. */
  coming: teamAsks.shape.askedByTeam.shape.items,
  capacity: z.object({
    open: z.int(),
    overdue: z.int(),
    dueThisWeek: z.int(),
    /** New tickets that the policy gives the team in a week; null: all at once. */
    cap: z.int().nullable(),
    madeThisWeek: z.int(),
    /** Fixes that wait for a later week, and since when. */
    waiting: z.int(),
    waitingSince: time.nullable(),
    /** Open asks and tickets by the sprint that their trackers say; null: in none. */
    sprints: z.array(z.object({ name: z.string().nullable(), asks: z.int(), tickets: z.int() })),
  }),
  decisions: z.array(decision),
  /** The last ten, newest first. */
  meetings: z.array(meeting),
  /** Whether the reader may say that they met. */
  mayRecord: z.boolean(),
});
export type MeetingPage = z.infer<typeof meetingPage>;

/** POST /api/v1/teams/:team/meetings */
export const newMeeting = z.strictObject({
  /** Over several lines; other control characters have no place in it. */
  note: z
    .string()
    .trim()
    .max(5000)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'use plain text')
    .default(''),
});

/** GET /api/v1/teams/:team/course: how a team does over time. */
export const teamCourse = z.object({
  /** Open findings by priority at the end of each of the last 13 weeks; the last is now. */
  weeks: z.array(z.object({ week: z.iso.date(), openByPriority: z.record(priority, z.int()) })),
  /** Tools that first told of this team in that time. */
  introductions: z.array(z.object({ tool: z.string(), week: z.iso.date() })),
  /** Tickets whose date lies within 90 days before and 30 after now, by date. */
  deadlines: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      priority,
      dueAt: time,
      closedAt: time.nullable(),
      became: z.enum(['met', 'missed', 'coming']),
    }),
  ),
  /** There are more dates than are shown. */
  more: z.boolean(),
  /** What it owns, and how its descriptors are. */
  owns: z.object({
    repositories: z.int(),
    services: z.int(),
    undescribed: z.int(),
    stale: z.int(),
    invalid: z.int(),
  }),
  countedAt: time.nullable(),
});
export type TeamCourse = z.infer<typeof teamCourse>;
