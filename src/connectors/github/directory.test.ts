import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../test/fakes/fake-github.ts';
import { type FakeOrganisation, member, organisationOf } from '../../../test/fakes/github-organisations.ts';
import { idOf } from '../../../test/fakes/github-shapes.ts';
import { collected, teamIn } from '../../../test/fakes/read-directory.ts';
import { connector } from './index.ts';
import { githubSettings } from './settings.ts';

let github: FakeGithub;
let acme: FakeOrganisation;
beforeEach(async () => {
  github = await fakeGithub();
  acme = organisationOf(github.state, 'acme');
  github.state.tokens.get('ghp_fake')!.scopes = 'repo, admin:org, read:user';
});
afterEach(() => github.close());

const context = (
  more: Record<string, unknown> = {},
  secrets: Record<string, string> = { token: 'ghp_fake' },
) =>
  fakeContext(
    githubSettings.parse({ url: github.url, organisations: ['acme'], directory: {}, ...more }),
    secrets,
  );
const read = (...args: Parameters<typeof context>) => collected(connector.directory!(context(...args))!);
const byApp = (more: Record<string, unknown> = {}) =>
  read({ appId: '4711', ...more }, { privateKey: github.privateKey });
const team = (slug: string, members: string[], parent: string | null = null) =>
  acme.teams.push({ slug, name: `The ${slug}`, parent, members });
const person = (login: string) => String(idOf(login));

describe('reading organisations', () => {
  it('finds hundreds of people and teams in few questions, large teams whole', async () => {
    for (let i = 0; i < 730; i++) acme.members.push(member(`p${i}`));
    for (let i = 0; i < 120; i++) team(`t${i}`, [`p${i}`], i === 0 ? null : 't0');
    team(
      'everybody',
      acme.members.map(({ login }) => login),
    );
    const found = await read();
    expect(new Set(found.people.map(({ id }) => id)).size).toBe(730);
    expect(found.teams).toHaveLength(121);
    expect(teamIn(found, 'everybody').members).toHaveLength(730);
    expect(teamIn(found, 't7')).toEqual({
      id: person('acme/t7'),
      key: 't7',
      name: 'The t7',
      parent: person('acme/t0'),
      aliases: ['@acme/t7'],
      mail: null,
      members: [{ person: person('p7'), role: 'developer' }],
    });
    // Single sign-on, people, teams, and the rest of the large one.
    expect(github.count()).toBe(1 + 8 + 3 + 7);
  });

  it('takes the company’s e-mail before a private one; who has none keeps the login alone', async () => {
    acme.hasSignOn = true;
    acme.members.push(
      member('cho', { nameId: 'cho.kim@acme.example' }),
      member('dana', { verified: ['d2@acme.example', 'd1@acme.example'], nameId: 'dana' }),
      member('eli', { verified: [], name: null }),
      member('ghost', { verified: [], email: '' }),
    );
    expect((await read()).people).toEqual([
      {
        id: person('cho'),
        email: 'cho.kim@acme.example',
        name: 'cho of GitHub',
        userName: 'cho',
        active: true,
      },
      {
        id: person('dana'),
        email: 'd1@acme.example',
        name: 'dana of GitHub',
        userName: 'dana',
        active: true,
      },
      { id: person('eli'), email: 'eli@home.example', name: 'eli', userName: 'eli', active: true },
      { id: person('ghost'), email: null, name: 'ghost of GitHub', userName: 'ghost', active: true },
    ]);
  });

  it('does without what the token may not see, and says so once', async () => {
    acme.hasSignOn = true;
    for (let i = 0; i < 150; i++) acme.members.push(member(`p${i}`, { nameId: `p${i}@sso.example` }));
    github.state.tokens.get('ghp_fake')!.scopes = 'repo, read:org';
    const { people, notes } = await read();
    expect(people).toHaveLength(150);
    expect(people[0]!.email).toBe('p0@acme.example');
    expect(notes).toEqual([expect.stringContaining('email of people may not be read')]);
  });

  it('reads as an App, in every organisation that it is installed in', async () => {
    acme.members.push(member('cho'));
    team('payments', ['cho']);
    expect(teamIn(await byApp(), 'payments').members).toHaveLength(1);
    expect((await byApp({ organisations: [] })).people).toHaveLength(1);
    expect((await read({ organisations: [] })).people).toHaveLength(1);
  });

  it('keeps circles of parents and hostile names as they are', async () => {
    acme.members.push(member('x', { name: '"} }{ organization', verified: ['not an e-mail'] }));
    team('a', ['x', 'x'], 'b');
    team('b', [], 'a');
    acme.teams[0]!.name = '<script>alert(1)</script>';
    const found = await read();
    expect(found.people[0]).toMatchObject({ name: '"} }{ organization', email: 'not an e-mail' });
    expect(teamIn(found, 'a')).toMatchObject({ name: '<script>alert(1)</script>', parent: person('acme/b') });
  });

  it('is asked for in the settings, or there is no directory', () => {
    expect(connector.directory!(context({ directory: undefined }))).toBeNull();
    expect(connector.directory!(context({ directory: { newTeams: false } }))!.newTeams).toBe(false);
  });
});

describe('organisations that cannot be read whole are no short list', () => {
  beforeEach(() => {
    for (let i = 0; i < 250; i++) acme.members.push(member(`p${i}`));
    team('payments', ['p0']);
  });
  const atQuestion = (
    wanted: number,
    answer: { status: number; body?: unknown; headers?: Record<string, string> },
  ) => {
    let asked = 0;
    github.intercept(({ url }) =>
      url.pathname === '/api/graphql' && ++asked === wanted ? answer : undefined,
    );
  };

  it('when GitHub breaks in the middle, cuts its answer, or counts more than it gives', async () => {
    atQuestion(3, { status: 500, body: 'broken' });
    await expect(read()).rejects.toMatchObject({ code: 'LK-NETWORK' });
    atQuestion(3, { status: 200, body: '{"data": {' });
    await expect(read()).rejects.toMatchObject({ code: 'LK-ANSWER' });
    atQuestion(3, { status: 200, body: { data: null, errors: [{ message: 'Something went wrong' }] } });
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('Something went wrong') });
    const page = { totalCount: 250, pageInfo: { hasNextPage: false }, nodes: [] };
    atQuestion(2, {
      status: 200,
      body: { data: { organization: { viewerIsAMember: true, membersWithRole: page } } },
    });
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('0 of 250') });
  });

  it('when it asks for a pause', async () => {
    atQuestion(2, {
      status: 200,
      headers: { 'x-ratelimit-reset': '1767225600' },
      body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
    });
    await expect(read()).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: '2026-01-01T00:00:00.000Z' },
    });
  });

  it('when the permission is missing, or the token is of somebody who is no member', async () => {
    delete github.state.installations[0]!.permissions['members'];
    await expect(byApp()).rejects.toMatchObject({ message: expect.stringContaining('"Members: read"') });
    github.state.tokens.get('ghp_fake')!.scopes = 'repo, read:user';
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('"read:org"') });
    github.state.tokens.get('ghp_fake')!.organisations = ['globex'];
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('no member of acme') });
    await expect(read({ organisations: ['nowhere'] })).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    await expect(byApp({ organisations: ['globex'] })).rejects.toMatchObject({ code: 'LK-CONNECTION' });
  });

  it('and the test of the connection says it before', async () => {
    github.add('acme/a', { 'about.yaml': '' });
    expect((await connector.test(context())).says).toEqual(
      expect.arrayContaining([
        'acme: of the first 100 people 100 have an e-mail that we see',
        'acme: 1 teams are visible',
      ]),
    );
    github.state.tokens.get('ghp_fake')!.scopes = 'repo';
    expect(await connector.test(context())).toMatchObject({
      ok: false,
      says: expect.arrayContaining([expect.stringContaining('"read:org"')]),
    });
  });
});
