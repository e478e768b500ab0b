import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { DirectoryPerson, DirectoryPiece, DirectoryTeam } from '../connector.ts';
import { read } from '../kit/api.ts';
import { nextPath } from '../kit/next-link.ts';
import type { Findings } from '../kit/tested.ts';
import { type As, accountOf, type Github } from './access.ts';
import {
  type GithubTeam,
  type GithubUser,
  IDENTITIES,
  identitiesShape,
  MORE_MEMBERS,
  moreMembersShape,
  type PageInfo,
  peopleQuestion,
  peopleShape,
  TEAMS,
  teamsShape,
} from './directory-questions.ts';
import { graphql, type Optional } from './graphql.ts';
import { organisationsShape } from './shapes.ts';

interface Organisation {
  login: string;
  as: As;
}

/** As `Directory.read`: the members of every organisation, then its teams with those who are in them directly. */
export async function* readDirectory(github: Github): AsyncGenerator<DirectoryPiece> {
  const organisations = await organisationsOf(github);
  for (const organisation of organisations) yield* readPeople(github, organisation);
  for (const organisation of organisations) yield* readTeams(github, organisation);
}

/** As `Connector.test` has it, where the connection is meant to tell of people and teams. */
export async function testDirectory(github: Github, { say }: Findings): Promise<void> {
  for (const organisation of await organisationsOf(github)) {
    for await (const { people, notes } of readPeople(github, organisation)) {
      const withEmail = people.filter(({ email }) => email !== null).length;
      say(
        `${organisation.login}: of the first ${people.length} people ${withEmail} have an e-mail that we see`,
      );
      for (const note of notes ?? []) say(note);
      break;
    }
    for await (const { teams } of readTeams(github, organisation)) {
      say(`${organisation.login}: ${teams.length}${teams.length < 50 ? '' : ' or more'} teams are visible`);
      break;
    }
  }
}

async function organisationsOf(github: Github): Promise<Organisation[]> {
  const { organisations } = github.settings;
  if (!github.app) {
    const logins = organisations.length > 0 ? organisations : await organisationsOfToken(github);
    return logins.map((login) => ({ login, as: 'token' }));
  }
  // A person's own account has no teams.
  const all = (await github.installations()).filter((one) => !one.suspended_at && one.target_type !== 'User');
  const named = all.map((one) => ({ login: accountOf(one), as: { installation: one.id } }));
  const wanted = organisations.map((org) => org.toLowerCase());
  const missing = wanted.find((org) => !named.some(({ login }) => login.toLowerCase() === org));
  if (missing !== undefined || named.length === 0)
    throw new AppError('LK-CONNECTION', `the App is not installed in ${missing ?? 'any organisation'}`);
  return named.filter(({ login }) => wanted.length === 0 || wanted.includes(login.toLowerCase()));
}

async function organisationsOfToken(github: Github): Promise<string[]> {
  const found: string[] = [];
  for (let path: string | null = '/user/orgs?per_page=100'; path !== null; ) {
    const response: HttpResponse = await github.ask('token', path);
    found.push(
      ...read(github.api, 'the organisations of the token', response, organisationsShape).map(
        (one) => one.login,
      ),
    );
    path = nextPath('GitHub', github.api.base, path, response.headers.get('link'));
  }
  if (found.length === 0)
    throw new AppError('LK-CONNECTION', 'the token belongs to no organisation: name one in "organisations"');
  return found;
}

async function* readPeople(github: Github, { login, as }: Organisation): AsyncGenerator<DirectoryPiece> {
  const signOn = await readIdentities(github, { login, as });
  const without = new Set<Optional>();
  let found = 0;
  let isTold = false;
  for (let after: string | null = null, isLast = false; !isLast; ) {
    const optional = (['email', 'organizationVerifiedDomainEmails'] as const).filter(
      (one) => !without.has(one),
    );
    const answer: Awaited<ReturnType<typeof askPeople>> = await askPeople(
      github,
      { login, as },
      after,
      without,
      [...optional],
    );
    if ('refused' in answer) {
      for (const one of answer.refused) without.add(one);
      continue;
    }
    const { viewerIsAMember, membersWithRole } = answer.data.organization;
    // Others see only those who show their membership to everybody, and no error.
    if (as === 'token' && !viewerIsAMember)
      throw new AppError(
        'LK-CONNECTION',
        `whose the token is, is no member of ${login}: use one of a member`,
      );
    found += membersWithRole.nodes.length;
    const people = membersWithRole.nodes.flatMap((user) => (user ? [person(user, signOn)] : []));
    const notes: string[] = without.size > 0 && !isTold ? [hidden(login, without)] : [];
    isTold ||= notes.length > 0;
    yield { people, teams: [], notes };
    after = following(membersWithRole.pageInfo, after);
    isLast = after === null;
    if (isLast) checkCount(`the people of ${login}`, found, membersWithRole.totalCount);
  }
}

const askPeople = (
  github: Github,
  { login, as }: Organisation,
  after: string | null,
  without: ReadonlySet<Optional>,
  optional: Optional[],
) =>
  graphql(
    github,
    as,
    {
      what: `the people of ${login}`,
      query: peopleQuestion(without),
      variables: { org: login, after },
      optional,
    },
    peopleShape,
  );

const hidden = (login: string, without: ReadonlySet<Optional>): string =>
  `${login}: ${[...without].join(' and ')} of people may not be read (App: "Members: read"; token: the scope "read:user").`;

/** E-mails by which people sign in at the company, by GitHub's id; empty for whoever may not see them. */
async function readIdentities(github: Github, { login, as }: Organisation): Promise<Map<number, string>> {
  const emails = new Map<number, string>();
  for (let after: string | null = null, isLast = false; !isLast; ) {
    const question = {
      what: `single sign-on of ${login}`,
      query: IDENTITIES,
      variables: { org: login, after },
      optional: ['samlIdentityProvider' as const],
    };
    const answer = await graphql(github, as, question, identitiesShape);
    if ('refused' in answer) break;
    const identities = answer.data.organization.samlIdentityProvider?.externalIdentities;
    if (!identities) break;
    for (const one of identities.nodes) {
      const email = [one?.samlIdentity?.nameId, one?.scimIdentity?.username].find((name) =>
        name?.includes('@'),
      );
      if (one?.user && email) emails.set(one.user.databaseId, email);
    }
    after = following(identities.pageInfo, after);
    isLast = after === null;
  }
  return emails;
}

/** The company's word for somebody first; what they show of themselves last. */
function person(user: GithubUser, signOn: ReadonlyMap<number, string>): DirectoryPerson {
  const { databaseId, login, name, email, organizationVerifiedDomainEmails: verified } = user;
  return {
    id: String(databaseId),
    email: signOn.get(databaseId) || [...(verified ?? [])].sort()[0] || email || null,
    name: name || login,
    userName: login,
    active: true,
  };
}

async function* readTeams(github: Github, { login, as }: Organisation): AsyncGenerator<DirectoryPiece> {
  const what = `the teams of ${login}`;
  let found = 0;
  for (let after: string | null = null, isLast = false; !isLast; ) {
    const question = { what, query: TEAMS, variables: { org: login, after } };
    const { teams } = whole(await graphql(github, as, question, teamsShape), what).organization;
    found += teams.nodes.length;
    const piece: DirectoryTeam[] = [];
    for (const one of teams.nodes) if (one) piece.push(await team(github, { login, as }, one));
    yield { people: [], teams: piece };
    after = following(teams.pageInfo, after);
    isLast = after === null;
    if (isLast) checkCount(what, found, teams.totalCount);
  }
}

async function team(github: Github, { login, as }: Organisation, one: GithubTeam): Promise<DirectoryTeam> {
  const { slug } = one;
  const what = `the members of @${login}/${slug}`;
  const members = one.members.nodes.flatMap((user) => (user ? [user.databaseId] : []));
  let after = following(one.members.pageInfo, null);
  while (after !== null) {
    const question = { what, query: MORE_MEMBERS, variables: { org: login, slug, after } };
    const more = whole(await graphql(github, as, question, moreMembersShape), what).organization.team.members;
    members.push(...more.nodes.flatMap((user) => (user ? [user.databaseId] : [])));
    after = following(more.pageInfo, after);
  }
  return {
    id: String(one.databaseId),
    key: slug,
    name: one.name,
    parent: one.parentTeam ? String(one.parentTeam.databaseId) : null,
    aliases: [`@${login}/${slug}`],
    mail: null,
    members: members.map((id) => ({ person: String(id), role: 'developer' })),
  };
}

function whole<T>(answer: { data: T } | { refused: Optional[] }, what: string): T {
  if ('data' in answer) return answer.data;
  throw new AppError('LK-ANSWER', `GitHub refuses a part of ${what}`);
}

/** @throws AppError LK-ANSWER when the next page is the same one */
function following({ hasNextPage, endCursor }: PageInfo, after: string | null): string | null {
  if (!hasNextPage) return null;
  if (!endCursor || endCursor === after)
    throw new AppError('LK-ANSWER', 'GitHub names the same page as the next one');
  return endCursor;
}

function checkCount(what: string, found: number, total: number): void {
  if (found < total) throw new AppError('LK-ANSWER', `GitHub gave out ${found} of ${total} of ${what}`);
}
