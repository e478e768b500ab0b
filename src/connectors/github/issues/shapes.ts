import { z } from 'zod';

/** Answers about issues: the fields that we use, lenient about all the rest. */

const name = z.string().max(1000);

const userShape = z.object({ id: z.number().int(), login: name });

export const issueShape = z.object({
  number: z.number().int().positive(),
  html_url: name,
  /** `https://api.github.com/repos/acme/payments`: by the name of today. */
  repository_url: name,
  title: z.string(),
  body: z.string().nullish(),
  state: name,
  state_reason: name.nullish(),
  labels: z.array(z.union([name, z.object({ name: name.nullish() })])).max(1000),
  assignee: userShape.nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
  /** Set on pull requests, which are listed among issues. */
  pull_request: z.unknown().optional(),
});
export type Issue = z.infer<typeof issueShape>;

export const issuesShape = z.array(issueShape).max(1000);

export const commentShape = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  /** Null for somebody who is gone. */
  user: userShape.nullish(),
  created_at: z.iso.datetime({ offset: true }),
});
export type Comment = z.infer<typeof commentShape>;

export const commentsShape = z.array(commentShape).max(1000);

export const homeShape = z.object({
  id: z.number().int(),
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  has_issues: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  private: z.boolean().nullish(),
  permissions: z.record(name, z.boolean()).nullish(),
});
export type Home = z.infer<typeof homeShape>;

export const refusalShape = z.object({
  message: z.string(),
  errors: z
    .array(
      z.union([
        z.string(),
        z.object({ field: z.string().nullish(), code: z.string().nullish(), message: z.string().nullish() }),
      ]),
    )
    .nullish()
    .catch(null),
});
