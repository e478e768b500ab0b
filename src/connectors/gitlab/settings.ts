import { z } from 'zod';
import { webAddressWithPath } from '../kit/web-address.ts';

/** What a person states about a connection to GitLab. */
export const gitlabSettings = z.object({
  /** Where people see it. */
  url: webAddressWithPath.default('https://gitlab.com'),
  /** Full paths such as `acme/platform`, their subgroups included; none: every project the token is a member of. */
  groups: z
    .array(z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/, 'the full path of a group, such as acme/platform'))
    .max(200)
    .default([]),
});

export type GitlabSettings = z.infer<typeof gitlabSettings>;
