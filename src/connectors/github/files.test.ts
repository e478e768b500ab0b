import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeGithub, fakeGithub } from '../../../test/fakes/fake-github.ts';
import type { HostFiles } from '../connector.ts';
import { connector } from './index.ts';

let github: FakeGithub;
beforeEach(async () => {
  github = await fakeGithub();
});
afterEach(() => github.close());

const host = () =>
  connector.codeHost!(
    fakeContext({ url: github.url, organisations: [], appId: '4711' }, { privateKey: github.privateKey }),
  );
const wanted = (path: string) => /(^|\/)(about\.yaml|CODEOWNERS)$/.test(path);
const named = (key: string) => ({ id: '1', key, defaultBranch: 'main' });
const files = (key = 'acme/a', commit: string | null = null) => host().files(named(key), wanted, commit);
const read = async (key?: string) => (await files(key)) as HostFiles;

describe('ownership files', () => {
  it('are read by one call for the commit, one for the tree, and one for each wanted file', async () => {
    github.add('acme/a', {
      'about.yaml': 'owner: a',
      'src/deep/about.yaml': 'owner: b',
      CODEOWNERS: '* @acme/x',
      'src/x.ts': '',
    });
    await files();
    github.forget();
    expect(await read()).toEqual({
      commit: github.find('acme/a')!.git.head,
      files: [
        { path: 'CODEOWNERS', content: '* @acme/x' },
        { path: 'about.yaml', content: 'owner: a' },
        { path: 'src/deep/about.yaml', content: 'owner: b' },
      ],
      problems: [],
    });
    const paths = github.seen.map(({ path }) =>
      path
        .split('/')
        .slice(6)
        .join('/')
        .replace(/\w{40}/, '*'),
    );
    expect(paths.filter((path) => path !== '')).toEqual([
      'commits/heads/main',
      'git/trees/*?recursive=1',
      ...Array(3).fill('git/blobs/*'),
    ]);
  });

  it('that are known cost one conditional call, whatever the token', async () => {
    const head = github.add('acme/a', { 'about.yaml': 'owner: a' }).git.head;
    await files();
    github.state.issued.clear();
    expect(await files('acme/a', head)).toBe('unchanged');
    expect(github.count(304)).toBe(1);
    github.push('acme/a', { 'about.yaml': null });
    expect(await files('acme/a', head)).toMatchObject({ files: [] });
  });

  it('of an empty repository are none, and that is known next time', async () => {
    github.add('acme/a');
    expect(await read()).toEqual({ commit: '', files: [], problems: [] });
    expect(await files('acme/a', '')).toBe('unchanged');
  });

  it('are found under the new name, and on the new default branch', async () => {
    github.add('acme/a', { 'about.yaml': 'owner: a' });
    github.rename('acme/a', 'acme/b');
    expect((await read()).files).toHaveLength(1);
    github.find('acme/b')!.defaultBranch = 'trunk';
    expect((await read('acme/b')).files).toHaveLength(1);
  });

  it('are gone with the repository, also with a blocked one', async () => {
    const { id } = github.add('acme/a', { 'about.yaml': 'owner: a' });
    github.state.blocked.add(id);
    expect(await files()).toBe('gone');
    github.remove('acme/a');
    expect(await files()).toBe('gone');
  });

  it('are not gone because a permission is missing: its name is told', async () => {
    github.add('acme/a', { 'about.yaml': 'owner: a' });
    delete github.state.installations[0]!.permissions['contents'];
    await expect(files()).rejects.toMatchObject({
      code: 'LK-CONNECTION',
      message: expect.stringContaining('"Contents: read"'),
    });
  });

  it('of a tree that GitHub cuts are found folder by folder', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i % 6}/${i}.txt`, String(i)]));
    github.add('acme/a', { ...many, 'f3/about.yaml': 'owner: a', CODEOWNERS: '* @acme/x' });
    github.state.maxTreeEntries = 20;
    expect((await read()).files.map(({ path }) => path)).toEqual(['CODEOWNERS', 'f3/about.yaml']);
    expect((await read()).problems).toEqual([]);
    github.state.maxTreeEntries = 5;
    expect((await read()).problems[0]!.message).toContain('more entries');
  });

  it.each(['../../orgs/acme', 'acme/..', 'acme', 'acme/a/b', 'acme/a?x=1'])(
    'of a repository called %s are not asked for',
    async (key) => {
      await expect(files(key)).rejects.toMatchObject({ code: 'LK-VALIDATION' });
      expect(github.count()).toBe(0);
    },
  );

  it('come not from an answer that is no commit', async () => {
    github.add('acme/a', { 'about.yaml': 'owner: a' });
    github.intercept(({ url }) =>
      url.pathname.includes('/commits/') ? { status: 200, body: '<html>' } : undefined,
    );
    await expect(files()).rejects.toMatchObject({ code: 'LK-ANSWER' });
  });
});

describe('facts of a repository', () => {
  it('are its custom properties and the teams with admin rights', async () => {
    github.add('acme/a', undefined, {
      properties: { team: 'payments', tags: ['a', 'b'], empty: null, __proto__x: 'y' },
      teams: [
        { slug: 'payments', permission: 'admin' },
        { slug: 'readers', permission: 'pull' },
      ],
    });
    expect(await host().facts!(named('acme/a'))).toEqual({
      topics: [],
      properties: { team: 'payments', tags: ['a', 'b'], __proto__x: 'y' },
      adminTeams: ['@acme/payments'],
    });
  });

  it('that may not be seen are none', async () => {
    github.add('acme/a', undefined, { teams: [{ slug: 'payments', permission: 'admin' }] });
    delete github.state.installations[0]!.permissions['administration'];
    expect(await host().facts!(named('acme/a'))).toMatchObject({ adminTeams: [] });
    expect(await host().facts!(named('acme/nobody'))).toMatchObject({ properties: {} });
  });
});
