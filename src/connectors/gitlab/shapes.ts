import { z } from 'zod';

/** Answers of GitLab's REST API v4: the fields that we use, lenient about all the rest. */

const text = z.string().max(2000);
const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

export const projectShape = z.object({
  id: z.number().int(),
  path_with_namespace: z
    .string()
    .max(2000)
    .regex(/^[\w.-]+(\/[\w.-]+)+$/),
  web_url: text.nullish(),
  default_branch: text.nullish(),
  archived: z.boolean().nullish(),
  topics: z.array(text).max(1000).nullish(),
  repository_access_level: text.nullish(),
  shared_with_groups: z
    .array(z.object({ group_full_path: text.nullish(), group_access_level: z.number() }))
    .max(1000)
    .nullish(),
});
export type Project = z.infer<typeof projectShape>;

export const projectsShape = z.array(projectShape).max(1000);

export const branchShape = z.object({ commit: z.object({ id: sha }) });

export const treeShape = z.array(z.object({ id: sha, type: text, path: z.string(), mode: text })).max(1000);

export const tokenShape = z.object({
  name: text.nullish(),
  scopes: z.array(text).nullish(),
  active: z.boolean().nullish(),
  expires_at: text.nullish(),
});

export const versionShape = z.object({ version: text });
