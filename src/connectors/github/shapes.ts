import { z } from 'zod';

/** Answers of GitHub's REST API: the fields that we use, lenient about all the rest. */

const text = z.string().max(1000);

export const repositoryShape = z.object({
  id: z.number().int(),
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  html_url: text.nullish(),
  default_branch: text.nullish(),
  archived: z.boolean().nullish(),
  topics: z.array(text).max(1000).nullish(),
  pushed_at: text.nullish(),
  custom_properties: z.record(text, z.unknown()).nullish(),
});

export const repositoriesShape = z.array(repositoryShape).max(1000);

export const installationRepositoriesShape = z.object({ repositories: repositoriesShape });

export const installationShape = z.object({
  id: z.number().int(),
  account: z.object({ login: text.optional(), slug: text.optional() }).nullish(),
  suspended_at: text.nullish(),
  target_type: text.nullish(),
  permissions: z.record(text, text).nullish(),
  events: z.array(text).nullish(),
});
export type Installation = z.infer<typeof installationShape>;

export const installationsShape = z.array(installationShape).max(1000);

export const tokenShape = z.object({
  token: z.string().min(1).max(10_000),
  expires_at: z.iso.datetime({ offset: true }),
});

export const treeShape = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha: z.string().regex(/^[0-9a-f]{40,64}$/),
      size: z.number().nonnegative().nullish(),
    }),
  ),
});
export type Tree = z.infer<typeof treeShape>;

export const propertiesShape = z
  .array(z.object({ property_name: text, value: z.union([text, z.array(text).max(1000)]).nullable() }))
  .max(1000);

export const teamsShape = z.array(z.object({ slug: text, permission: text })).max(1000);

export const organisationsShape = z.array(z.object({ login: text })).max(1000);

export const personShape = z.object({ login: text });

export const appShape = z.object({ slug: text.nullish(), name: text });
