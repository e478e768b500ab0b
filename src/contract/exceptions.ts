import { z } from 'zod';
import { JUSTIFICATIONS } from '../kernel/observation.ts';
import { findingKind, findingState, pageOf, pageQuery, priority, target, time } from './shapes.ts';

export const EXCEPTION_KINDS = ['false-positive', 'accepted-risk', 'mitigated', 'duplicate'] as const;
export const exceptionKind = z.enum(EXCEPTION_KINDS);
export type ExceptionKind = z.infer<typeof exceptionKind>;

const EXCEPTION_STATES = ['asked', 'granted', 'refused', 'withdrawn', 'revoked', 'expired'] as const;
const exceptionState = z.enum(EXCEPTION_STATES);

/** What it is to cover; future findings are covered too, except by `finding`. */
export const exceptionScope = z.discriminatedUnion('of', [
  /** One finding, and what other tools tell of the same weakness. */
  z.strictObject({ of: z.literal('finding'), finding: z.string().max(100) }),
  z.strictObject({ of: z.literal('fix'), fix: z.string().max(100) }),
  z.strictObject({
    of: z.literal('rule'),
    /** A finding of that rule in that repository. */
    finding: z.string().max(100),
    /** Folder or file that holds it, without a slash at its ends; '' is the whole repository. */
    path: z.string().max(1000).default(''),
    /** Only where the finding's owner owns it, also later: then security need not be asked. */
    ownTeamOnly: z.boolean().default(false),
  }),
  z.strictObject({
    of: z.literal('package'),
    /** A finding of that package and vulnerability. */
    finding: z.string().max(100),
    /** Its vulnerability; the first that it names when left out. */
    vulnerability: z.string().min(1).max(200).optional(),
    /** Null = all versions. */
    versions: z.array(z.string().min(1).max(200)).min(1).max(100).nullable().default(null),
    ownTeamOnly: z.boolean().default(false),
  }),
]);
export type ExceptionScope = z.input<typeof exceptionScope>;
export type AskedScope = z.output<typeof exceptionScope>;

const words = z.string().trim().min(1).max(5000);

/** POST /api/v1/exceptions/preview: what it would cover and who decides, before anybody is asked. */
export const previewException = z.strictObject({ kind: exceptionKind, scope: exceptionScope });
export type PreviewException = z.input<typeof previewException>;

/** POST /api/v1/exceptions */
export const askException = previewException.extend({
  reason: words,
  /** What proves it: text or links. Never a secret. */
  evidence: words.nullable().default(null),
  /** The last moment, or the last day (`2027-03-01`, until its end in UTC). Needed for accepted-risk and mitigated. */
  until: z.string().max(40).nullable().default(null),
  /** Why it is not affected, in OpenVEX's words: needed for mitigated. */
  justification: z.enum(JUSTIFICATIONS).nullable().default(null),
  /** The finding that it repeats: needed for duplicate. */
  duplicateOf: z.string().max(100).nullable().default(null),
  /** Says yes at once, as far as the asking person may. */
  grant: z.boolean().default(false),
});
export type AskException = z.input<typeof askException>;
export type AskedException = z.output<typeof askException>;

const teamCount = z.object({ key: z.string(), name: z.string(), findings: z.int() });

/** Whether the asking person may say yes, and why not. */
const may = z.object({
  may: z.boolean(),
  /** In which role. */
  as: z.string().nullable(),
  /** Roles that still have to agree after that; empty = it would be granted. */
  awaits: z.array(z.string()),
  because: z.string(),
});

export const exceptionPreview = z.object({
  /** "Covers 14 open findings of 3 teams, and what is found later." */
  sentence: z.string(),
  findings: z.int(),
  places: z.int(),
  teams: z.array(teamCount),
  priority: priority.nullable(),
  future: z.boolean(),
  /** "The manager of payments grants it; security countersigns." */
  decides: z.string(),
  /** Null = it may be without end. */
  maxDays: z.int().nullable(),
  you: may,
});
export type ExceptionPreview = z.infer<typeof exceptionPreview>;

const exceptionWord = z.object({
  at: time,
  actor: z.string(),
  name: z.string(),
  role: z.string().nullable(),
  word: z.string(),
  note: z.string().nullable(),
});

export const exception = z.object({
  id: z.string(),
  kind: exceptionKind,
  state: exceptionState,
  /** What it covers, in words: "rule x of semgrep under src/legacy in acme/shop". */
  what: z.string(),
  scope: z.enum(['finding', 'fix', 'rule', 'package']),
  /** The finding on which it was asked. */
  finding: z
    .object({
      id: z.string(),
      title: z.string(),
      kind: findingKind,
      state: findingState,
      priority,
      target,
      path: z.string().nullable(),
    })
    .nullable(),
  fix: z.object({ id: z.string(), title: z.string() }).nullable(),
  duplicateOf: z.string().nullable(),
  justification: z.string().nullable(),
  reason: z.string(),
  evidence: z.string().nullable(),
  priority,
  team: z.object({ key: z.string(), name: z.string() }).nullable(),
  /** Covers what other teams own, too. */
  allTeams: z.boolean(),
  /** What it covered when it was last spoken of, and of how many teams. */
  findings: z.int(),
  teams: z.int(),
  /** What it covers now. */
  covered: z.int(),
  /** Granted or ended, and its findings still have to follow. */
  applying: z.boolean(),
  awaits: z.array(z.string()),
  decides: z.string(),
  askedBy: z.string(),
  askedAt: time,
  decidedAt: time.nullable(),
  until: time.nullable(),
  endedAt: time.nullable(),
  /** `person`, or the VEX document that states it. */
  source: z.string(),
  words: z.array(exceptionWord),
  you: z.object({
    grant: may,
    refuse: z.boolean(),
    withdraw: z.boolean(),
    revoke: z.boolean(),
  }),
});
export type Exception = z.infer<typeof exception>;

/** GET /api/v1/exceptions */
export const listExceptionsQuery = pageQuery.extend({
  state: z.enum([...EXCEPTION_STATES, 'past', 'all']).default('all'),
  /** Those that the asking person may decide, or may not. */
  mine: z.stringbool().optional(),
  team: z.string().max(300).optional(),
  kind: exceptionKind.optional(),
  /** Those that cover it or were asked on it. */
  finding: z.string().max(100).optional(),
  fix: z.string().max(100).optional(),
});
export const exceptionPage = pageOf(exception);
export type ExceptionPage = z.infer<typeof exceptionPage>;

/** GET /api/v1/exceptions/waiting: how many wait for the asking person. */
export const exceptionsWaiting = z.object({ waiting: z.int() });

/** POST /api/v1/exceptions/:id/{grant,refuse,withdraw,revoke} */
export const exceptionNote = z.strictObject({ note: words.nullable().default(null) });
/** To refuse or to revoke it one says why. */
export const exceptionBecause = z.strictObject({ note: words });
/** POST /api/v1/exceptions/:id/extend: the same again until later; whoever may grant it decides anew. */
export const extendException = z.strictObject({ until: z.string().max(40), reason: words });
export type ExtendException = z.infer<typeof extendException>;
