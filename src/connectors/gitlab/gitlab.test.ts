import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeGitlab, fakeGitlab } from '../../../test/fakes/fake-gitlab.ts';
import { project } from '../../../test/fakes/gitlab-shapes.ts';
import type { HostFiles, HostPage, HostRepository } from '../connector.ts';
import { connector } from './index.ts';

const now = Date.UTC(2026, 5, 1);
let gitlab: FakeGitlab;
beforeEach(async () => {
  gitlab = await fakeGitlab({ now: () => now });
});
afterEach(() => gitlab.close());

const context = (groups: string[] = ['acme'], token = 'glpat-fake') =>
  fakeContext({ url: gitlab.url, groups }, { token }, () => new Date(now));
const host = (groups?: string[]) => connector.codeHost!(context(groups));
const wanted = (path: string) => /(^|\/)(about\.yaml|CODEOWNERS)$/.test(path);
const named = (id: number) => ({ id: String(id), key: 'acme/a', defaultBranch: 'main' });
const read = async (id: number) => (await host().files(named(id), wanted, null)) as HostFiles;

async function sweep(groups?: string[], memory = new Map<string, HostPage>()): Promise<HostRepository[]> {
  const all: HostRepository[] = [];
  for (let page: string | null = 'first'; page !== null; ) {
    const known = memory.get(page);
    const read = await host(groups).repositories(page, known?.etag ?? null);
    const shown: HostPage = read === 'unchanged' ? known! : read;
    memory.set(page, shown);
    all.push(...(read === 'unchanged' ? [] : read.repositories));
    page = shown.next;
  }
  return all;
}

describe('the list of projects', () => {
  it.each([
    ['of groups and their subgroups', ['acme', 'globex']],
    ['that the token is a member of', []],
  ])('%s is read page by page', async (_, groups) => {
    for (let i = 0; i < 230; i++) gitlab.add(`acme/deep/er/p${i}`);
    gitlab.add('globex/last');
    const keys = (await sweep(groups)).map(({ key }) => key);
    expect(keys).toHaveLength(231);
    expect(keys.at(-1)).toBe('globex/last');
  });

  it('tells topics, and groups it is shared with as maintainers', async () => {
    gitlab.add(
      'acme/ledger',
      { a: '' },
      {
        topics: ['team-ledger'],
        sharedWith: [
          { group: 'acme/teams/ledger', level: 40 },
          { group: 'acme/readers', level: 20 },
        ],
      },
    );
    expect((await sweep())[0]).toEqual({
      id: '500',
      key: 'acme/ledger',
      url: `${gitlab.url}/acme/ledger`,
      defaultBranch: 'main',
      archived: false,
      version: null,
      facts: { topics: ['team-ledger'], properties: {}, adminTeams: ['@acme/teams/ledger'] },
    });
  });

  it('is unchanged by one conditional request', async () => {
    gitlab.add('acme/a');
    const first = (await host().repositories('first', null)) as HostPage;
    expect(await host().repositories('first', first.etag)).toBe('unchanged');
    expect(gitlab.count(304)).toBe(1);
    gitlab.add('acme/b');
    expect(await host().repositories('first', first.etag)).not.toBe('unchanged');
  });

  it.each([
    ['of a group', ['acme']],
    ['that the token is a member of', []],
  ])(
    '%s is unchanged by conditional requests alone when its last page is full, and shows what follows it',
    async (_, groups) => {
      for (let i = 0; i < 200; i++) gitlab.add(`acme/p${i}`);
      const memory = new Map<string, HostPage>();
      expect(await sweep(groups, memory)).toHaveLength(200);
      gitlab.forget();
      expect(await sweep(groups, memory)).toEqual([]);
      expect([gitlab.count(), gitlab.count(304)]).toEqual([3, 3]);
      gitlab.add('acme/newest');
      expect((await sweep(groups, memory)).map(({ key }) => key)).toEqual(['acme/newest']);
    },
  );

  it('goes on with the next group after a full page of the one before', async () => {
    for (let i = 0; i < 100; i++) gitlab.add(`acme/p${i}`);
    gitlab.add('globex/last');
    expect((await sweep(['acme', 'globex'])).at(-1)?.key).toBe('globex/last');
  });

  it('goes on behind a full page of a keyset that names no next one', async () => {
    for (let i = 0; i < 101; i++) gitlab.add(`acme/p${i}`);
    const firstHundred = [...gitlab.state.projects.values()].slice(0, 100);
    gitlab.intercept(({ url }) =>
      url.searchParams.has('id_after')
        ? undefined
        : { status: 200, body: firstHundred.map((one) => project(one, gitlab.url)) },
    );
    expect((await sweep([])).at(-1)?.key).toBe('acme/p100');
  });

  it('is an error, never empty, for a group that is not visible', async () => {
    await expect(sweep(['nobody'])).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('nobody'),
    });
  });

  it('waits for no limit: it tells when to go on', async () => {
    gitlab.add('acme/a');
    gitlab.state.limit = { remaining: 0, resetAt: now + 600_000 };
    await expect(sweep()).rejects.toMatchObject({
      code: 'LK-RATE-LIMITED',
      detail: { retryAt: new Date(now + 600_000).toISOString() },
    });
  });

  it('follows no next page to another address', async () => {
    gitlab.intercept(() => ({
      status: 200,
      body: [],
      headers: { link: '<https://evil.example/>; rel="next"' },
    }));
    await expect(sweep()).rejects.toMatchObject({ code: 'LK-ANSWER' });
  });
});

describe('ownership files', () => {
  it('are read from the default branch, through pages of the tree', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`src/${i}.ts`, String(i)]));
    const { id } = gitlab.add('acme/a', {
      ...many,
      '.gitlab/CODEOWNERS': '* @acme/x',
      'z/about.yaml': 'owner: z',
    });
    const files = await read(id);
    expect(files.files).toEqual([
      { path: '.gitlab/CODEOWNERS', content: '* @acme/x' },
      { path: 'z/about.yaml', content: 'owner: z' },
    ]);
    gitlab.forget();
    expect(await host().files(named(id), wanted, files.commit)).toBe('unchanged');
    expect(gitlab.count()).toBe(1);
  });

  it('too large are told and not read', async () => {
    const { id } = gitlab.add('acme/a', {
      'about.yaml': 'x'.repeat(256 * 1024 + 1),
      CODEOWNERS: '* @acme/x',
    });
    expect(await read(id)).toMatchObject({
      files: [{ path: 'CODEOWNERS' }],
      problems: [{ path: 'about.yaml', message: 'larger than 256 KiB: not read' }],
    });
  });

  it('of an empty project, and of one without a repository, are none', async () => {
    const empty = { commit: '', files: [], problems: [] };
    expect(await read(gitlab.add('acme/empty').id)).toEqual(empty);
    const { id } = gitlab.add('acme/wiki', undefined, { repositoryAccess: 'disabled' });
    expect(await read(id)).toEqual(empty);
    expect(await host().files(named(id), wanted, '')).toBe('unchanged');
  });

  it('are found on the new default branch, and gone with the project', async () => {
    const { id } = gitlab.add('acme/a', { 'about.yaml': 'owner: a' }, { defaultBranch: 'release/1' });
    expect((await read(id)).files).toHaveLength(1);
    gitlab.state.projects.delete(id);
    expect(await read(id)).toBe('gone');
  });

  it('are not gone because a role is missing: its name is told', async () => {
    const { id } = gitlab.add('acme/a', { 'about.yaml': 'owner: a' });
    gitlab.state.tokens.get('glpat-fake')!.role = 10;
    await expect(read(id)).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('Reporter'),
    });
  });

  it('of something that is no project id are not asked for', async () => {
    const files = host().files({ ...named(1), id: '../groups/1' }, wanted, null);
    await expect(files).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    expect(gitlab.count()).toBe(0);
  });
});

describe('testing a connection', () => {
  const test = (groups?: string[], token?: string) => connector.test(context(groups, token));

  it('says what is visible', async () => {
    gitlab.add('acme/a', { 'about.yaml': '' });
    expect(await test()).toEqual({
      ok: true,
      says: ['token lanekeeper, ends 2027-01-01', '1 projects are visible, acme/a among them'],
    });
  });

  it('says precisely what is missing', async () => {
    gitlab.add('acme/a', { 'about.yaml': '' });
    expect((await test(['acme'], 'wrong')).says[0]).toContain('does not accept');
    expect((await test(['acme'], '')).says[0]).toContain('a token is missing');
    expect((await test(['nobody'])).says[0]).toContain('nobody is not visible');
    const token = gitlab.state.tokens.get('glpat-fake')!;
    token.role = 10;
    expect((await test()).says[0]).toContain('the role Reporter');
    token.scopes = ['read_user'];
    expect(await test()).toMatchObject({
      ok: false,
      says: [expect.stringContaining('"read_api"'), expect.anything()],
    });
  });

  it('takes a server below a path, and no address in clear', () => {
    const ok = (url: string) => connector.settings.safeParse({ url }).success;
    expect(ok('https://example.com/gitlab/')).toBe(true);
    expect(ok('http://gitlab.example.com')).toBe(false);
  });
});
