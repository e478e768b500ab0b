import { z } from 'zod';
import { findingKind, pageOf, pageQuery, phase, severity, target, targetKind, time } from './shapes.ts';

/** What a scan looked at, so that absence can be told from not looking. */
export const coverage = z.object({
  /** Name of the rule set or configuration. */
  ruleSet: z.string().max(200).optional(),
  /** Path prefixes the scan was limited to; absent = the whole target. */
  paths: z.array(z.string().max(500)).max(1000).optional(),
  /** Ids of the rules that ran; absent = all of the rule set. */
  rules: z.array(z.string().max(500)).max(5000).optional(),
});

/**
 * POST /api/v1/scans, the report's bytes as body (`application/octet-stream`), everything else as query.
 * `repository` or `target` (`KIND:KEY`) says what was looked at.
 */
export const acceptScanQuery = z.object({
  repository: z.string().min(1).max(500).optional(),
  target: z.string().min(3).max(520).optional(),
  commit: z.string().max(100).optional(),
  branch: z.string().max(300).optional(),
  tool: z.string().max(100).optional(),
  category: z.string().max(200).default(''),
  /** JSON of `coverage`. */
  coverage: z.string().max(100_000).optional(),
  /** Time of the commit or run; absent = now. */
  at: time.optional(),
  partial: z.stringbool().default(false),
  fileName: z.string().max(300).optional(),
  phase: phase.optional(),
  /** Id of line texts that the same sender has sent, for reports that show no source. */
  lineTexts: z.string().max(100).optional(),
});
export type AcceptScanQuery = z.infer<typeof acceptScanQuery>;

/** 202. `state` is `same` when these very bytes were taken in before for the target and commit. */
export const acceptedScan = z.object({ id: z.string(), state: z.enum(['received', 'same']) });

/**
 * POST /api/v1/line-texts, NDJSON of `{path, line, text}` as body (`application/x-ndjson` or
 * `application/octet-stream`): the flagged line as a checkout shows it, for results that name a place and show no
 * source. `path` and `line` are those of the result, `text` is at most 400 characters with white space folded.
 */
export const acceptedLineTexts = z.object({ id: z.string() });
export const MAX_LINE_TEXTS_BYTES = 64 * 1024 * 1024;

export const scanDelta = z.object({
  opened: z.int(),
  seen: z.int(),
  moved: z.int(),
  fixed: z.int(),
  reopened: z.int(),
});
export type ScanDelta = z.infer<typeof scanDelta>;

const diagnostic = z.object({
  level: z.enum(['error', 'warning', 'note']),
  code: z.string(),
  message: z.string(),
  where: z.string().optional(),
});

/** received = waits or runs · done · same = nothing changed · late = older than what is known · branch = not the default branch · failed. */
export const SCAN_STATES = ['received', 'done', 'same', 'late', 'branch', 'failed'] as const;

export const scan = z.object({
  id: z.string(),
  target: z.object({ kind: targetKind, key: z.string() }),
  tool: z.string().nullable(),
  category: z.string(),
  branch: z.string().nullable(),
  commit: z.string().nullable(),
  complete: z.boolean(),
  scannedAt: time,
  receivedAt: time,
  finishedAt: time.nullable(),
  fileName: z.string().nullable(),
  bytes: z.int(),
  state: z.enum(SCAN_STATES),
  error: z.object({ code: z.string(), message: z.string(), help: z.string() }).nullable(),
  observations: z.int().nullable(),
  delta: scanDelta.nullable(),
  diagnostics: z.array(diagnostic),
  submittedBy: z.string(),
});
export type Scan = z.infer<typeof scan>;

/** GET /api/v1/scans */
export const listScansQuery = pageQuery.extend({
  state: z.enum(SCAN_STATES).optional(),
  target: z.string().optional(),
});
export const scanPage = pageOf(scan.omit({ diagnostics: true }).extend({ diagnostics: z.int() }));
export type ScanPage = z.infer<typeof scanPage>;

/** POST /api/v1/findings: a finding reported by hand. The finder is remembered and follows it to closure. */
export const reportFinding = z.object({
  title: z.string().trim().min(5).max(200),
  description: z.string().max(20_000).default(''),
  severity,
  kind: findingKind.default('manual'),
  phase,
  target,
  path: z.string().max(1000).optional(),
  line: z.int().positive().optional(),
  url: z.string().max(2000).optional(),
  cwe: z.int().positive().optional(),
  evidence: z.string().max(20_000).default(''),
  /** Who found it; absent = the person signed in. */
  finder: z
    .object({ name: z.string().trim().min(1).max(200), contact: z.string().max(300).optional() })
    .optional(),
  /** Name of the programme or test it came from; with `externalId` it is the finding's identity. */
  source: z.string().max(200).optional(),
  externalId: z.string().max(200).optional(),
  foundAt: time.optional(),
});
export type ReportFinding = z.infer<typeof reportFinding>;
export const reportedFinding = z.object({ id: z.string() });
