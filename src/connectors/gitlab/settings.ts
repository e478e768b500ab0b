import { z } from 'zod';
import { ticketPlaces } from '../kit/ticket-places.ts';
import { ticketTemplate } from '../kit/ticket-template.ts';
import { webAddressWithPath } from '../kit/web-address.ts';

/** What GitLab keeps vulnerabilities of, by its names of reports. */
export const ALERT_KINDS = [
  'sast',
  'secret_detection',
  'dependency_scanning',
  'container_scanning',
  'dast',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What a person states about a connection to GitLab. */
export const gitlabSettings = z.object({
  /** Where people see it. */
  url: webAddressWithPath.default('https://gitlab.com'),
  /** Full paths such as `acme/platform`, their subgroups included; none: every project the token is a member of. */
  groups: z
    .array(z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/, 'the full path of a group, such as acme/platform'))
    .max(200)
    .default([]),
  /** Only with it are tickets filed as issues. */
  tickets: ticketPlaces(
    z.string().regex(/^[\w.-]+(\/[\w.-]+)+$/, 'the full path of a project, such as acme/platform/ledger'),
  )
    .extend({
      /** Seen by members from Planner and Reporter on, also where the project is seen by more. */
      confidential: z.boolean().default(true),
    })
    .optional(),
  /** Words of tickets; without it those of the house. */
  template: ticketTemplate.optional(),
  /** Only with it are vulnerabilities pulled, of these kinds (GitLab Ultimate keeps them). */
  alerts: z
    .strictObject({
      kinds: z
        .array(z.enum(ALERT_KINDS))
        .min(1)
        .default([...ALERT_KINDS]),
    })
    .optional(),
});

export type GitlabSettings = z.infer<typeof gitlabSettings>;
export type GitlabTickets = NonNullable<GitlabSettings['tickets']>;
