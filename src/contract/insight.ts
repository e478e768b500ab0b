import { z } from 'zod';
import { priority, time } from './shapes.ts';
import { registeredTeam } from './teams.ts';
import { ticketRow } from './tickets.ts';

const perPriority = z.record(priority, z.int());

/** GET /api/v1/overview */
export const overview = z.object({
  /** Null until the first import: the empty state. */
  totals: z.object({
    repositories: z.int(),
    teams: z.int(),
    scans: z.int(),
    openFindings: z.int(),
    openTickets: z.int(),
    overdue: z.int(),
    dueThisWeek: z.int(),
    unownedFindings: z.int(),
    failedScans: z.int(),
  }),
  openByPriority: perPriority,
  /** Most overdue first. */
  teams: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      unit: z.string().nullable(),
      openByPriority: perPriority,
      open: z.int(),
      overdue: z.int(),
      dueThisWeek: z.int(),
    }),
  ),
  /** Open findings at the end of each of the last ISO weeks (now, of the running one), oldest first; `week` is its Monday. */
  weeks: z.array(z.object({ week: time, open: z.int(), opened: z.int(), fixed: z.int() })),
  /** First complete scan of a tool anywhere: marks on the trend. */
  toolIntroductions: z.array(z.object({ tool: z.string(), at: time })),
  next: z.array(ticketRow),
});
export type Overview = z.infer<typeof overview>;

/** GET /api/v1/teams */
export const teamList = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      unit: z.string().nullable(),
      kind: z.enum(['team', 'security']),
      queue: z.string(),
      open: z.int(),
      overdue: z.int(),
    }),
  ),
});
export type TeamList = z.infer<typeof teamList>;

/** GET /api/v1/teams/:team */
export const teamPage = z.object({
  key: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  kind: z.enum(['team', 'security']),
  queue: z.string(),
  channel: z.string().nullable(),
  oncall: z.string().nullable(),
  manager: z.string().nullable(),
  champion: z.string().nullable(),
  deputies: z.array(z.string()),
  partner: z.string().nullable(),
  openByPriority: perPriority,
  open: z.int(),
  overdue: z.int(),
  dueThisWeek: z.int(),
  /** Median days from opening to verified fix over the last 90 days; null with fewer than three. */
  medianDaysToFix: z.number().nullable(),
  weeks: z.array(z.object({ week: time, open: z.int(), opened: z.int(), fixed: z.int() })),
  repositories: z.array(z.object({ key: z.string(), openFindings: z.int() })),
  /** As the registry has it: what PUT and PATCH change. The answer's ETag is its version. */
  registered: registeredTeam,
});
export type TeamPage = z.infer<typeof teamPage>;

/** GET /api/v1/unowned */
export const unowned = z.object({
  findings: z.int(),
  targets: z.int(),
  /** The most urgent of them: at most 200. */
  repositories: z.array(
    z.object({
      target: z.object({ kind: z.string(), key: z.string() }),
      /** The most urgent of its findings. */
      finding: z.string(),
      findings: z.int(),
      tickets: z.int(),
      worst: priority,
      queue: z.string(),
      because: z.array(z.string()),
    }),
  ),
});
export type Unowned = z.infer<typeof unowned>;
