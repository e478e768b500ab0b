import { z } from 'zod';
import type { Optional } from './graphql.ts';

/** Questions of the directory. Source: GitHub's GraphQL schema ("Objects": Organization, Team, User). */

const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';
const text = z.string().max(2000);
const id = z.number().int();
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: text.nullish() });
export type PageInfo = z.infer<typeof pageInfo>;

/** Nodes may be null where somebody is not visible. */
const page = <Node>(node: z.ZodType<Node>) =>
  z.object({ pageInfo, nodes: z.array(node.nullable()).max(100) });

export const peopleQuestion = (without: ReadonlySet<Optional>): string => `
  query($org: String!, $after: String) {
    organization(login: $org) {
      viewerIsAMember
      membersWithRole(first: 100, after: $after) {
        totalCount
        ${PAGE_INFO}
        nodes {
          databaseId
          login
          name
          ${without.has('email') ? '' : 'email'}
          ${without.has('organizationVerifiedDomainEmails') ? '' : 'organizationVerifiedDomainEmails(login: $org)'}
        }
      }
    }
  }`;

const user = z.object({
  databaseId: id,
  login: text,
  name: text.nullish(),
  email: text.nullish(),
  organizationVerifiedDomainEmails: z.array(text).nullish(),
});
export type GithubUser = z.infer<typeof user>;

export const peopleShape = z.object({
  organization: z.object({
    viewerIsAMember: z.boolean(),
    membersWithRole: page(user).extend({ totalCount: z.number().int() }),
  }),
});

/** Who signs in by the company's identity provider; only owners of an organisation see it. */
export const IDENTITIES = `
  query($org: String!, $after: String) {
    organization(login: $org) {
      samlIdentityProvider {
        externalIdentities(first: 100, after: $after) {
          ${PAGE_INFO}
          nodes {
            samlIdentity { nameId }
            scimIdentity { username }
            user { databaseId }
          }
        }
      }
    }
  }`;

const identity = z.object({
  samlIdentity: z.object({ nameId: text.nullish() }).nullish(),
  scimIdentity: z.object({ username: text.nullish() }).nullish(),
  user: z.object({ databaseId: id }).nullish(),
});
export const identitiesShape = z.object({
  organization: z.object({
    samlIdentityProvider: z.object({ externalIdentities: page(identity) }).nullish(),
  }),
});

/** IMMEDIATE: members of child teams are told with those. */
const MEMBERS = (after: string) => `
  members(first: 100${after}, membership: IMMEDIATE) { ${PAGE_INFO} nodes { databaseId } }`;

export const TEAMS = `
  query($org: String!, $after: String) {
    organization(login: $org) {
      teams(first: 50, after: $after) {
        totalCount
        ${PAGE_INFO}
        nodes { databaseId slug name parentTeam { databaseId } ${MEMBERS('')} }
      }
    }
  }`;

const members = page(z.object({ databaseId: id }));
const team = z.object({
  databaseId: id,
  slug: text,
  name: text,
  parentTeam: z.object({ databaseId: id }).nullish(),
  members,
});
export type GithubTeam = z.infer<typeof team>;

export const teamsShape = z.object({
  organization: z.object({ teams: page(team).extend({ totalCount: z.number().int() }) }),
});

/** The members of one team from the second hundred on. */
export const MORE_MEMBERS = `
  query($org: String!, $slug: String!, $after: String) {
    organization(login: $org) { team(slug: $slug) { ${MEMBERS(', after: $after')} } }
  }`;

export const moreMembersShape = z.object({ organization: z.object({ team: z.object({ members }) }) });
