import { z } from 'zod';

/** Answers about issues: the fields that we use, lenient about all the rest. */

const name = z.string().max(2000);
const time = z.iso.datetime({ offset: true });

const userShape = z.object({ id: z.number().int(), username: name, name: name.nullish() });

export const issueShape = z.object({
  project_id: z.number().int(),
  iid: z.number().int().positive(),
  web_url: name,
  /** `acme/payments#12`, by the name of today. */
  references: z.object({ full: name }),
  title: z.string(),
  description: z.string().nullish(),
  state: name,
  labels: z.array(name).max(1000),
  assignees: z.array(userShape).nullish(),
  due_date: z.iso.date().nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  iteration: z
    .object({ title: z.string().nullish(), start_date: z.string().nullish(), due_date: z.string().nullish() })
    .nullish(),
  /** GitLab's own number of the issue that it became. */
  moved_to_id: z.number().int().nullish(),
  created_at: time,
  updated_at: time,
});
export type Issue = z.infer<typeof issueShape>;

export const issuesShape = z.array(issueShape).max(1000);

export const noteShape = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  author: userShape.nullish(),
  created_at: time,
  /** GitLab's own words ("changed due date"). */
  system: z.boolean().nullish(),
});
export type Note = z.infer<typeof noteShape>;

export const notesShape = z.array(noteShape).max(1000);

const access = z.object({ access_level: z.number() }).nullish();

export const homeShape = z.object({
  id: z.number().int(),
  path_with_namespace: name,
  visibility: name.nullish(),
  archived: z.boolean().nullish(),
  issues_enabled: z.boolean().nullish(),
  issues_access_level: name.nullish(),
  permissions: z.object({ project_access: access, group_access: access }).nullish(),
});

/** Where an issue went, by GraphQL: REST tells it to administrators only. */
export const movedShape = z.object({
  data: z.object({ issue: z.object({ iid: z.string(), projectId: z.number().int() }).nullable() }),
});

export const refusalShape = z.object({
  message: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  error: z.string().nullish(),
});
