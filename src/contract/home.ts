import { z } from 'zod';
import { priority, time } from './shapes.ts';

/** GET /api/v1/home: what somebody sees first, by what they are. */
const HOME_FACES = ['team', 'accompany', 'lead', 'security'] as const;
export const homeFace = z.enum(HOME_FACES);
export type HomeFace = z.infer<typeof homeFace>;

export const homeQuery = z.object({
  /** Without it, or where it is not theirs: the face that fits them best. */
  as: homeFace.optional(),
});

const team = z.object({ key: z.string(), name: z.string() });

/** One thing to do, with the one reason that matters most. */
export const nextThing = z.object({
  ticket: z.object({ id: z.string(), key: z.string() }),
  title: z.string(),
  team,
  priority,
  dueAt: time.nullable(),
  overdue: z.boolean(),
  /** Why it is urgent, as the policy says it, in one line; null where nothing was said. */
  why: z.string().nullable(),
  findings: z.int(),
  state: z.enum(['open', 'in-progress', 'claimed-fixed']),
  assignee: z.string().nullable(),
  /** Its record in the team's own tracker; null: it lives here alone. */
  filed: z.object({ key: z.string(), url: z.string() }).nullable(),
});
export type NextThing = z.infer<typeof nextThing>;

const load = z.object({ open: z.int(), overdue: z.int(), dueThisWeek: z.int() });

const DECISION_KINDS = ['exception', 'expiring', 'dispute', 'hold'] as const;
/** Something that goes on only when somebody has decided. */
export const decision = z.object({
  kind: z.enum(DECISION_KINDS),
  /** Of the exception or the finding in dispute, or of the fix that is held. */
  id: z.string(),
  title: z.string(),
  /** What is asked, and of whom. */
  because: z.string(),
  team: team.nullable(),
  since: time,
  /** The day by which it decides itself, where there is one. */
  until: time.nullable(),
});
export type Decision = z.infer<typeof decision>;

const teamFace = z.object({
  as: z.literal('team'),
  teams: z.array(team.extend(load.shape)),
  /** The next five: P0 first, then by date. */
  next: z.array(nextThing),
  /** Decisions that wait for the reader. */
  decisions: z.array(decision),
  /** Asks in which the reader's teams have to act. */
  asksWaiting: z.int(),
});

const accompanyFace = z.object({
  as: z.literal('accompany'),
  teams: z.array(
    team.extend({
      /** What the reader is to the team; a deputy stands in for the champion. */
      role: z.enum(['champion', 'partner']),
      ...load.shape,
      /** Asks between the team and security, by who has to act. */
      waitForTeam: z.int(),
      waitForSecurity: z.int(),
      longestSince: time.nullable(),
      lastMetAt: time.nullable(),
    }),
  ),
});

/** The numbers of a team or a unit, from the counts that are kept as rows change. */
const standing = z.object({
  /** Open findings by priority: P0 to P4. */
  openByPriority: z.record(priority, z.int()),
  /** Of them P0 to P2. */
  open: z.int(),
  /** Open P0 to P2 a quarter (13 weeks) ago. */
  openBefore: z.int(),
  /** Open P0 to P2 at the end of each of the last 13 weeks, oldest first; the last is now. */
  trend: z.array(z.int()),
  /** Open tickets whose day has passed. */
  overdue: z.int(),
  /** Findings whose date lay in the last 13 whole weeks: fixed in time, of all. */
  deadlines: z.object({ met: z.int(), of: z.int() }),
  /** Services owned; a repository without named services counts as one. */
  services: z.int(),
  /** Repositories owned, and those of them that a scan looked at completely within 30 days. */
  coverage: z.object({ looked: z.int(), of: z.int() }),
});

const unit = z.object({ key: z.string(), name: z.string() });
export const standingRow = z.object({
  kind: z.enum(['unit', 'team']),
  key: z.string(),
  name: z.string(),
  /** It works no longer, and something of it is still open. */
  retired: z.boolean(),
  /** Teams below a unit; 1 for a team. */
  teams: z.int(),
  ...standing.shape,
});
export type StandingRow = z.infer<typeof standingRow>;

/** GET /api/v1/insights/units/:unit, and without a unit the company. */
export const unitStanding = z.object({
  unit: unit.extend({ leader: z.string().nullable() }).nullable(),
  /** Units that hold it, highest first. */
  above: z.array(unit),
  sentence: z.string(),
  total: standing,
  /** Units directly below, then its own teams: most overdue first. */
  rows: z.array(standingRow),
  countedAt: time.nullable(),
});
export type UnitStanding = z.infer<typeof unitStanding>;

const leadFace = z.object({ as: z.literal('lead'), units: z.array(unitStanding) });

/** What somebody of security looks after: how many, and where they are. */
const CARES = [
  'unowned',
  'exceptions',
  'approvals',
  'disputes',
  'asks',
  'parked',
  'failed',
  'silent',
  'noisy',
] as const;
const securityFace = z.object({
  as: z.literal('security'),
  cares: z.array(
    z.object({
      what: z.enum(CARES),
      count: z.int(),
      /** There are more than were counted. */
      more: z.boolean(),
      /** One line more: since when, or which. */
      note: z.string().nullable(),
    }),
  ),
  /** The most urgent without an owner. */
  next: z.array(nextThing),
  decisions: z.array(decision),
});

export const home = z.object({
  sentence: z.string(),
  /** The faces that are the reader's, the most fitting first; none: they are in no team yet. */
  faces: z.array(homeFace),
  face: z.discriminatedUnion('as', [
    teamFace,
    accompanyFace,
    leadFace,
    securityFace,
    z.object({ as: z.literal('none') }),
  ]),
});
export type Home = z.infer<typeof home>;
export type TeamHome = z.infer<typeof teamFace>;
export type AccompanyHome = z.infer<typeof accompanyFace>;
export type LeadHome = z.infer<typeof leadFace>;
export type SecurityHome = z.infer<typeof securityFace>;
