import { z } from 'zod';
import { reasons } from './shapes.ts';

/** Control characters have no place in a name, and PostgreSQL keeps no NUL. */
export const repositoryName = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'use plain text');

/** What is wrong in an ownership file, with its place; lines and columns count from 1. */
const fileProblem = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  level: z.enum(['error', 'warning', 'note']),
  code: z.string(),
  message: z.string(),
  suggestion: z.string().nullable(),
});

/** GET /api/v1/ownership/resolve */
export const resolveQuery = z.object({
  repository: repositoryName,
  path: z.string().max(4000).optional(),
});
export const explainedOwner = z.object({
  repository: z.string(),
  path: z.string().nullable(),
  owner: z.string(),
  source: z.string(),
  because: reasons,
  unowned: z.boolean(),
  /** null: no line matches; []: a line takes ownership away. */
  codeowners: z.array(z.string()).nullable(),
  contact: z.object({
    queue: z.string().nullable(),
    channel: z.string().nullable(),
    oncall: z.string().nullable(),
    manager: z.string().nullable(),
  }),
  exposure: z.object({
    service: z.string().nullable(),
    exposure: z.string().nullable(),
    tier: z.int().nullable(),
    data: z.array(z.string()),
    compliance: z.array(z.string()),
    lifecycle: z.string().nullable(),
  }),
  problems: z.array(fileProblem),
});
export type ExplainedOwner = z.infer<typeof explainedOwner>;

/** POST /api/v1/repositories/:key/ownership-files: all of them, as they stand on the default branch. */
export const ownershipFiles = z.object({
  files: z.array(z.object({ path: z.string().min(1).max(1000), content: z.string() })).max(2000),
});
export const ownershipProblems = z.object({ problems: z.array(fileProblem) });
