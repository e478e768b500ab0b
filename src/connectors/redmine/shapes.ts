import { z } from 'zod';

/** Answers of Redmine's REST API: the fields that we use, lenient about all the rest. */

const id = z.int().positive();
const text = z.string().max(2000);
const named = z.object({ id, name: text });

/** With a colon and seconds; older servers write a date with slashes, which is none. */
const time = z.iso.datetime({ offset: true });

export const issueShape = z.object({
  id,
  project: named,
  status: z.object({ id, name: text, is_closed: z.boolean().optional() }),
  priority: named.nullish(),
  author: named.nullish(),
  assigned_to: named.nullish(),
  fixed_version: named.nullish(),
  subject: z.string().max(10_000),
  description: z.string().nullish(),
  start_date: text.nullish(),
  due_date: text.nullish(),
  custom_fields: z.array(z.object({ id, value: z.unknown() })).nullish(),
  updated_on: time,
  allowed_statuses: z.array(named).nullish(),
  journals: z
    .array(
      z.object({
        id,
        user: named.nullish(),
        notes: z.string().nullish(),
        private_notes: z.boolean().nullish(),
        created_on: time,
      }),
    )
    .nullish(),
});
export type Issue = z.infer<typeof issueShape>;

export const oneIssueShape = z.object({ issue: issueShape });
export const issuesShape = z.object({ issues: z.array(issueShape).max(1000) });

export const statusesShape = z.object({
  issue_statuses: z.array(z.object({ id, name: text, is_closed: z.boolean().nullish() })).max(1000),
});
export const prioritiesShape = z.object({
  issue_priorities: z.array(z.object({ id, name: text, active: z.boolean().nullish() })).max(1000),
});

export const projectShape = z.object({
  project: z.object({
    id,
    name: text,
    identifier: text,
    /** 1 in use, 5 closed, 9 archived. */
    status: z.int().nullish(),
    trackers: z.array(named).max(1000).nullish(),
    enabled_modules: z.array(z.object({ name: text })).nullish(),
  }),
});

export const userShape = z.object({
  user: z.object({
    id,
    login: text.nullish(),
    firstname: text.nullish(),
    lastname: text.nullish(),
    admin: z.boolean().nullish(),
    memberships: z.array(z.object({ project: z.object({ id }), roles: z.array(named) })).nullish(),
  }),
});
export const roleShape = z.object({
  role: z.object({ id, name: text, permissions: z.array(text).max(1000).nullish() }),
});
export const fieldsShape = z.object({ custom_fields: z.array(named).max(10_000) });

export const errorsShape = z.object({ errors: z.array(z.string().max(10_000)).max(1000) });
