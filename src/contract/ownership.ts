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

/** GET /api/v1/ownership/resolve: a repository (and a path in it), or a resource as `kind:key`. */
export const resolveQuery = z
  .object({
    repository: repositoryName.optional(),
    path: z.string().max(4000).optional(),
    resource: z
      .string()
      .max(2000)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'use plain text')
      .optional(),
  })
  .refine(({ repository, resource }) => (repository === undefined) !== (resource === undefined), {
    message: 'name either a repository or a resource (KIND:KEY)',
  });

const reached = z.object({
  queue: z.string().nullable(),
  channel: z.string().nullable(),
  oncall: z.string().nullable(),
  manager: z.string().nullable(),
});

/** The answer for what is not a path. */
export const explainedResource = z.object({
  resource: z.string(),
  owner: z.string(),
  source: z.string(),
  because: reasons,
  unowned: z.boolean(),
  codeowners: z.array(z.string()).nullable(),
  contact: reached,
  /** The repository that led to the answer. */
  repository: z.string().nullable(),
});
export type ExplainedResource = z.infer<typeof explainedResource>;
export const explainedOwner = z.object({
  repository: z.string(),
  path: z.string().nullable(),
  owner: z.string(),
  source: z.string(),
  because: reasons,
  unowned: z.boolean(),
  /** null: no line matches; []: a line takes ownership away. */
  codeowners: z.array(z.string()).nullable(),
  contact: reached,
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

export const resolvedOwner = z.union([explainedOwner, explainedResource]);

/** POST /api/v1/repositories/:key/ownership-files: all of them, as they stand on the default branch. */
export const ownershipFiles = z.object({
  files: z.array(z.object({ path: z.string().min(1).max(1000), content: z.string() })).max(2000),
});
export const ownershipProblems = z.object({ problems: z.array(fileProblem) });
