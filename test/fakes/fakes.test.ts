import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { appJwt, appOf } from '../../src/connectors/github/app-token.ts';
import type { FakeServer } from './code-host-server.ts';
import { fakeGithub } from './fake-github.ts';
import { fakeGitlab } from './fake-gitlab.ts';
import { type OpenApi, objectionsTo } from './openapi-check.ts';

const SPECS = join(import.meta.dirname, '../../../shared/specs');
const GITHUB = join(SPECS, 'github/api.github.com.json');
const GITLAB = join(SPECS, 'gitlab/gitlab-openapi.api-evangelist.yml');

let server: FakeServer | undefined;
afterEach(() => server?.close());

const asker =
  (base: string, token: string) =>
  async (path: string, method = 'GET') => {
    const response = await fetch(`${base}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

describe.skipIf(!existsSync(GITHUB))('the fake GitHub (skipped without ../shared)', () => {
  it('answers as GitHub’s own description of its API says', async () => {
    const api = JSON.parse(readFileSync(GITHUB, 'utf8')) as OpenApi;
    const github = await fakeGithub();
    server = github;
    const { git } = github.add(
      'acme/a',
      { 'about.yaml': 'owner: a', 'docs/x': '', link: { link: 'docs/x' } },
      {
        topics: ['a'],
        properties: { team: 'x', tags: ['y'], none: null },
        teams: [{ slug: 'payments', permission: 'admin' }],
      },
    );
    const app = asker(github.state.api, appJwt(appOf('4711', github.privateKey), new Date()));
    const issued = await app('/app/installations/77/access_tokens', 'POST');
    const installation = asker(github.state.api, String(issued.body['token']));
    const person = asker(github.state.api, 'ghp_fake');
    const check = (route: string, method: string, { status, body }: { status: number; body: unknown }) => ({
      route,
      status,
      objections: objectionsTo(api, route, method, status, body),
    });
    const R = '/repos/{owner}/{repo}';
    const checked = [
      check('/app/installations/{installation_id}/access_tokens', 'post', issued),
      check('/app', 'get', await app('/app')),
      check('/app/installations', 'get', await app('/app/installations')),
      check(`${R}/installation`, 'get', await app('/repos/acme/a/installation')),
      check('/installation/repositories', 'get', await installation('/installation/repositories')),
      check('/orgs/{org}', 'get', await person('/orgs/acme')),
      check('/orgs/{org}/repos', 'get', await person('/orgs/acme/repos')),
      check('/user/repos', 'get', await person('/user/repos')),
      check(
        `${R}/git/trees/{tree_sha}`,
        'get',
        await person(`/repos/acme/a/git/trees/${git.head}?recursive=1`),
      ),
      check(`${R}/properties/values`, 'get', await person('/repos/acme/a/properties/values')),
      check(`${R}/teams`, 'get', await person('/repos/acme/a/teams')),
      check(`${R}/teams`, 'get', await person('/repos/acme/nobody/teams')),
      check('/user/repos', 'get', await asker(github.state.api, 'wrong')('/user/repos')),
    ];
    expect(checked.filter(({ objections }) => objections.length > 0)).toEqual([]);
    expect(checked.map(({ status }) => status)).toEqual([201, ...Array(10).fill(200), 404, 401]);
  });
});

describe.skipIf(!existsSync(GITLAB))('the fake GitLab (skipped without ../shared)', () => {
  it('answers as far as GitLab describes its API', async () => {
    const api = parse(readFileSync(GITLAB, 'utf8')) as OpenApi;
    const gitlab = await fakeGitlab();
    server = gitlab;
    const { id } = gitlab.add('acme/a', { 'about.yaml': 'owner: a' });
    const ask = asker(`${gitlab.url}/api/v4`, 'glpat-fake');
    const branch = await ask(`/projects/${id}/repository/branches/main`);
    const route = '/api/v4/projects/{id}/repository/branches/{branch}';
    expect(objectionsTo(api, route, 'get', branch.status, branch.body)).toEqual([]);
    const version = await ask('/version');
    expect(objectionsTo(api, '/api/v4/version', 'get', version.status, version.body)).toEqual([]);
  });
});

describe('the check of answers', () => {
  const schema = {
    type: 'object',
    required: ['id', 'owner'],
    properties: {
      id: { type: 'integer' },
      owner: { $ref: '#/components/owner' },
      tags: { type: 'array', items: { type: 'string' } },
      kind: { oneOf: [{ type: 'string', enum: ['a'] }, { type: 'boolean' }], nullable: true },
    },
  };
  const api = {
    paths: { '/x': { get: { responses: { '200': { content: { json: { schema } } } } } } },
    components: { owner: { type: 'object', required: ['login'], nullable: true } },
  };
  const check = (body: unknown) => objectionsTo(api, '/x', 'get', 200, body);

  it('finds what is missing, of another type, or not listed', () => {
    expect(check({ id: 1, owner: null, tags: ['a'], kind: null, more: 1 })).toEqual([]);
    expect(check({ id: 1, owner: { login: 'a' }, kind: true })).toEqual([]);
    expect(check({ id: 1.5, owner: {}, tags: [1], kind: 'b' })).toHaveLength(5);
    expect(check({})).toEqual(['$.id is missing', '$.owner is missing']);
    expect(check(null)).toEqual(['$ is null']);
    expect(objectionsTo(api, '/y', 'get', 200, {})).toHaveLength(1);
  });
});
