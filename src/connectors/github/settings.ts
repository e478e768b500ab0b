import { z } from 'zod';
import { ticketPlaces } from '../kit/ticket-places.ts';
import { ticketTemplate } from '../kit/ticket-template.ts';
import { webAddress } from '../kit/web-address.ts';

/** What GitHub keeps alerts of, by the names in its addresses. */
export const ALERT_KINDS = ['code-scanning', 'secret-scanning', 'dependabot'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What a person states about a connection to GitHub. */
export const githubSettings = z.object({
  /** Where people see it: `https://github.com`, or the address of an Enterprise Server. */
  url: webAddress.default('https://github.com'),
  /** Logins; none: everything that the App or the token sees. */
  organisations: z
    .array(z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'the login of an organisation, such as acme'))
    .max(200)
    .default([]),
  /** With the secret `privateKey`: the App's id or client id. Without: the secret `token` is used. */
  appId: z
    .string()
    .regex(/^[\w.]{1,40}$/)
    .nullable()
    .default(null),
  /** Only with it are its people and teams taken. */
  directory: z
    .strictObject({
      /** A team that nobody else names becomes one of ours. */
      newTeams: z.boolean().default(true),
    })
    .optional(),
  /** Only with it are tickets filed as issues. */
  tickets: ticketPlaces(
    z.string().regex(/^[\w-][\w.-]*\/[\w-][\w.-]*$/, 'a repository, such as acme/payments'),
  ).optional(),
  /** Words of tickets; without it those of the house. */
  template: ticketTemplate.optional(),
  /** Only with it are alerts pulled, of these kinds. */
  alerts: z
    .strictObject({
      kinds: z
        .array(z.enum(ALERT_KINDS))
        .min(1)
        .default([...ALERT_KINDS]),
    })
    .optional(),
});

export type GithubSettings = z.infer<typeof githubSettings>;

/**
 * GitHub.com allows 900 points a minute, of which each reading request is one ("Rate limits for the REST API",
 * secondary rate limits); a server of one's own has the limits that its people set.
 */
export const perSecondAt = (base: string): number | undefined => (isGithubsOwn(base) ? 14 : undefined);

/** GitHub's own servers, with the limits that GitHub sets. */
export const isGithubsOwn = (base: string): boolean =>
  /^https:\/\/api\.(github\.com|[\w-]+\.ghe\.com)$/.test(base);

/** Where the REST API of a GitHub is ("Getting started with the REST API", "Enterprise Server API root"). */
export function apiBase(url: string): string {
  const { origin, hostname, protocol } = new URL(url);
  if (hostname === 'github.com' || hostname === 'www.github.com') return 'https://api.github.com';
  // Enterprise Cloud with data residency: https://api.SUBDOMAIN.ghe.com
  if (hostname.endsWith('.ghe.com')) return `${protocol}//api.${hostname}`;
  return `${origin}/api/v3`;
}
