import { z } from 'zod';
import type { Role } from './access.ts';
import { correlation } from './correlation.ts';
import { findingFilter } from './finding-filter.ts';
import { type FindingRow, findingRow } from './finding-row.ts';
import { findingState, pageOf, pageQuery, phase, reasons, time } from './shapes.ts';

/** What no scan can prove and a person has to state, by the kind of finding it holds for. */
export const CLOSINGS = {
  secret: ['revoked', 'rotated'],
  manual: ['retested', 'signed-off'],
} as const;
export const closing = z.enum([...CLOSINGS.secret, ...CLOSINGS.manual]);
export type Closing = z.infer<typeof closing>;

/** Who may state it of any finding; whoever found one by hand may of theirs. */
export const CLOSING_ROLES = [
  'champion',
  'partner',
  'manager',
  'security',
] as const satisfies readonly Role[];

export { type FindingRow, findingRow };

/** GET /api/v1/findings */
export const listFindingsQuery = pageQuery.extend(findingFilter.shape);
export const findingPage = pageOf(findingRow);
export type FindingPage = z.infer<typeof findingPage>;

/** One line of what happened, oldest first; the first is always `opened`. */
const historyEntry = z.object({
  at: time,
  kind: z.string(),
  actor: z.string(),
  scan: z.string().nullable(),
  note: z.string().nullable(),
});

const presence = z.object({
  branch: z.string(),
  /** A release branch keeps its findings open; other branches only feed pull requests. */
  release: z.boolean(),
  /** False: the default branch has it and this one does not: a fix on its way. */
  present: z.boolean(),
  since: time,
  /** Null = until now. */
  until: time.nullable(),
});

/** GET /api/v1/findings/:id: everything one page tells of a finding. */
export const finding = findingRow.extend({
  /** What a colleague would add to the title: where, how urgent, by when, whose. */
  sentence: z.string(),
  phase,
  endLine: z.int().nullable(),
  snippet: z.string().nullable(),
  message: z.string().nullable(),
  fixedVersions: z.array(z.string()),
  score: z.number().nullable(),
  vectors: z.array(z.string()),
  epss: z.number().nullable(),
  exploited: z.boolean(),
  web: z
    .object({
      method: z.string().optional(),
      url: z.string(),
      parameter: z.string().optional(),
      evidence: z.string().optional(),
    })
    .nullable(),
  resource: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  rule: z.object({
    key: z.string(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    help: z.string().nullable(),
    url: z.string().nullable(),
    cwes: z.array(z.int()),
    links: z.array(z.string()),
  }),
  ownership: z.object({ source: z.string().nullable(), because: reasons }),
  decision: z.object({ because: reasons, policy: z.string() }),
  contact: z.object({ queue: z.string(), channel: z.string().nullable(), oncall: z.string().nullable() }),
  /** How a person says that it was closed; null = open, or closed by a scan. */
  closedHow: closing.nullable(),
  /** Open, yet not told by the newest scan: a secret removed but not revoked; else only a complete scan decides. */
  absentSince: time.nullable(),
  /** The default branch of its repository, and whether it holds the finding; null outside repositories. */
  defaultBranch: z.object({ branch: z.string(), present: z.boolean() }).nullable(),
  /** Where it is or was beside the default branch, newest first. */
  presence: z.array(presence),
  finder: z.object({ name: z.string(), evidence: z.string().nullable() }).nullable(),
  fix: z
    .object({
      id: z.string(),
      title: z.string(),
      openFindings: z.int(),
      /** In words, whose image the weakness comes with and what is to be waited for; null = it is one's own. */
      because: z.string().nullable(),
    })
    .nullable(),
  ticket: z.object({ id: z.string(), key: z.string(), state: z.string() }).nullable(),
  /** The same weakness as told by other tools, and what people decided of it. */
  correlation,
  history: z.array(historyEntry),
});
export type Finding = z.infer<typeof finding>;

/**
 * POST /api/v1/findings/:id/close: a person states, with evidence, that it is over. For kinds that no scan can
 * close: secrets (`revoked`, `rotated`) and findings made by hand (`retested`, `signed-off`).
 */
export const closeFinding = z.object({
  how: closing,
  /** Where the proof is, or what was tried: never the secret itself. */
  evidence: z.string().trim().min(1).max(5000),
});
export type CloseFinding = z.infer<typeof closeFinding>;

/** POST /api/v1/findings/:id/reopen: undoes a closing by hand. */
export const reopenFinding = z.object({ reason: z.string().trim().min(1).max(5000) });

export const findingStateAnswer = z.object({ id: z.string(), state: findingState });
export type FindingStateAnswer = z.infer<typeof findingStateAnswer>;
