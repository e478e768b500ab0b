import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import type { GithubState } from './fake-github.ts';
import { type Caller, lacks } from './github-access.ts';
import { idOf } from './github-shapes.ts';
import { execute, parseQuery, Refused, type Resolvers } from './graphql-query.ts';

export interface FakeMember {
  login: string;
  name: string | null;
  /** Shown to everybody on the profile; '' when it is hidden. */
  email: string;
  verified: string[];
  nameId: string | null;
}

export interface FakeTeam {
  slug: string;
  name: string;
  parent: string | null;
  /** Logins of those who are in it directly. */
  members: string[];
}

export interface FakeOrganisation {
  members: FakeMember[];
  teams: FakeTeam[];
  hasSignOn: boolean;
}

/** The organisation, made when it is first named. */
export function organisationOf(state: GithubState, login: string): FakeOrganisation {
  const found = state.people.get(login) ?? { members: [], teams: [], hasSignOn: false };
  state.people.set(login, found);
  return found;
}

export const member = (login: string, more: Partial<FakeMember> = {}): FakeMember => ({
  login,
  name: `${login} of GitHub`,
  email: `${login}@home.example`,
  verified: [`${login}@acme.example`],
  nameId: null,
  ...more,
});

/** GitHub's GraphQL API, as far as people and teams go. */
export function graphqlRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  path: string,
): FakeAnswer | null {
  if (path === '/user/orgs' && caller.kind === 'person')
    return { status: 200, body: caller.organisations.map((login) => ({ login, id: idOf(login) })) };
  if (path !== '/api/graphql' || request.method !== 'POST') return null;
  const { query, variables } = JSON.parse(request.body) as {
    query: string;
    variables: Record<string, unknown>;
  };
  try {
    const fields = parseQuery(query, variables);
    return {
      status: 200,
      body: execute({ organization: (args) => organisation(state, caller, args) }, fields),
    };
  } catch (error) {
    return { status: 200, body: { errors: [{ message: (error as Error).message }] } };
  }
}

const scopesOf = (caller: Caller): string => (caller.kind === 'person' ? (caller.scopes ?? 'all') : 'all');

function organisation(state: GithubState, caller: Caller, { login }: Record<string, unknown>): Resolvers {
  const name = String(login);
  const found = state.people.get(name);
  const isIn =
    caller.kind === 'person'
      ? caller.organisations.includes(name)
      : caller.kind === 'installation' && caller.installation.account === name;
  if (!found)
    throw new Refused('NOT_FOUND', `Could not resolve to an Organization with the login of '${name}'.`);
  const needMembers = () => {
    if (lacks(caller, 'members')) throw new Refused('FORBIDDEN', 'Resource not accessible by integration');
  };
  const needScope = (field: string, scopes: string[]) => {
    const has = scopesOf(caller);
    if (has !== 'all' && !scopes.some((scope) => has.includes(scope)))
      throw new Refused(
        'INSUFFICIENT_SCOPES',
        `Your token has not been granted the required scopes to execute this query. The '${field}' field requires one of the following scopes: ['${scopes.join("', '")}']`,
      );
  };
  const user = (one: FakeMember): Resolvers => ({
    databaseId: () => idOf(one.login),
    login: () => one.login,
    name: () => one.name,
    email: () => {
      needScope('email', ['user:email', 'read:user']);
      return one.email;
    },
    organizationVerifiedDomainEmails: () => one.verified,
  });
  const byLogin = (logins: string[]) =>
    logins.map((who) => found.members.find((one) => one.login === who) ?? member(who));
  const team = (one: FakeTeam): Resolvers => ({
    databaseId: () => idOf(`${name}/${one.slug}`),
    slug: () => one.slug,
    name: () => one.name,
    parentTeam: () => (one.parent ? { databaseId: () => idOf(`${name}/${one.parent}`) } : null),
    members: (args) => {
      if (args['membership'] !== 'IMMEDIATE') throw new Error('the fake knows direct members only');
      return page(byLogin(one.members), args, user);
    },
  });
  return {
    viewerIsAMember: () => caller.kind === 'person' && isIn,
    membersWithRole: (args) => {
      needMembers();
      return page(isIn ? found.members : [], args, user);
    },
    teams: (args) => {
      needMembers();
      needScope('teams', ['read:org', 'admin:org', 'read:discussion']);
      return page(isIn ? found.teams : [], args, team);
    },
    team: ({ slug }) => {
      const one = found.teams.find((known) => known.slug === slug);
      return one ? team(one) : null;
    },
    samlIdentityProvider: () => {
      if (!found.hasSignOn) return null;
      needScope('samlIdentityProvider', ['admin:org']);
      return {
        externalIdentities: (args: Record<string, unknown>) =>
          page(found.members, args, (one) => ({
            samlIdentity: () => (one.nameId ? { nameId: () => one.nameId } : null),
            scimIdentity: () => null,
            user: () => user(one),
          })),
      };
    },
  };
}

function page<Item>(all: Item[], args: Record<string, unknown>, node: (item: Item) => Resolvers): Resolvers {
  const first = Number(args['first']);
  if (!(first >= 1 && first <= 100)) throw new Error('You must provide a `first` value of 1 to 100');
  const from = args['after'] ? Number(Buffer.from(String(args['after']), 'base64').toString().slice(7)) : 0;
  const to = Math.min(all.length, from + first);
  return {
    totalCount: () => all.length,
    pageInfo: () => ({
      hasNextPage: () => to < all.length,
      endCursor: () => (to > from ? Buffer.from(`cursor:${to}`).toString('base64') : null),
    }),
    nodes: () => all.slice(from, to).map(node),
  };
}
