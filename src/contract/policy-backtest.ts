import { z } from 'zod';
import { priority, time } from './shapes.ts';

/** POST /api/v1/policy/backtests: what a document would change over all open findings; a job works on it. */
export const askBacktest = z.object({
  document: z
    .string()
    .min(1)
    .max(300 * 1024),
});

const BACKTEST_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

/** Findings by priority. */
const counts = z.object({ P0: z.int(), P1: z.int(), P2: z.int(), P3: z.int(), P4: z.int() });
export type PriorityCounts = z.infer<typeof counts>;

/** What one of both policies says of a finding. */
const outcome = z.object({
  priority,
  dueAt: time.nullable(),
  /** In words: the owner's queue, a queue, a hold. */
  route: z.string(),
  because: z.array(z.string()),
});

const ruleCount = z.object({
  section: z.enum(['priority', 'routes', 'pauses']),
  /** Its id; a route without one by its place, such as `number 2`. */
  id: z.string(),
  /** Findings on which it decides. */
  fired: z.int(),
  /** The same for the rule of that id in the active policy; null = it has none. */
  before: z.int().nullable(),
});

export const backtestResult = z.object({
  /** The policy it was compared with. */
  against: z.string(),
  /** Both decided as of this moment. */
  at: time,
  findings: z.int(),
  changed: z.int(),
  /** Decided before decisions kept what they rest on: nothing can be said of them. */
  unknown: z.int(),
  /** Open findings that an earlier version decided otherwise than the active one would: they change only when all are decided again. */
  older: z.int(),
  /** From the priority of the active policy (row) to that of the document (column), P0 first. */
  matrix: z.array(z.array(z.int())),
  before: counts,
  after: counts,
  dates: z.object({
    earlier: z.int(),
    later: z.int(),
    /** Without a date before, with one now; and the other way round. */
    gained: z.int(),
    lost: z.int(),
  }),
  holds: z.object({ added: z.int(), lifted: z.int() }),
  /** Most findings first. */
  routes: z.array(z.object({ from: z.string(), to: z.string(), findings: z.int() })),
  /** Teams whose findings change, most first. */
  teams: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      findings: z.int(),
      changed: z.int(),
      before: counts,
      after: counts,
      earlier: z.int(),
      later: z.int(),
    }),
  ),
  /** Teams beyond those told. */
  moreTeams: z.int(),
  rules: z.array(ruleCount),
  examples: z.array(
    z.object({ finding: z.string(), title: z.string(), team: z.string(), before: outcome, after: outcome }),
  ),
});
export type BacktestResult = z.infer<typeof backtestResult>;

/** GET /api/v1/policy/backtests/:id */
export const backtest = z.object({
  id: z.string(),
  state: z.enum(BACKTEST_STATES),
  askedBy: z.string(),
  askedAt: time,
  endedAt: time.nullable(),
  /** Findings looked at so far, and all there are; null until it began. */
  done: z.int(),
  total: z.int().nullable(),
  result: backtestResult.nullable(),
  error: z.string().nullable(),
});
export type Backtest = z.infer<typeof backtest>;
