import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { githubHooks } from './hooks.ts';

const RECORDED = join(import.meta.dirname, '../../../../shared/fixtures/github-webhooks/api.github.com');
const OF_SERVERS = join(import.meta.dirname, '../../../../shared/fixtures/github-webhooks/ghes-35');
const request = (event: string, body: unknown, headers: Record<string, string> = {}) => ({
  headers: { 'x-github-event': event, 'x-github-delivery': 'd-1', ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const read = (event: string, body: unknown) => githubHooks.read(request(event, body)).event;
const repository = { id: 7, full_name: 'acme/checkout' };
const key = { id: '7', key: 'acme/checkout' };
const commit = (added: string[] = [], modified: string[] = [], removed: string[] = []) => ({
  added,
  modified,
  removed,
});
const push = (more: object = {}) => ({
  ref: 'refs/heads/main',
  after: 'c0ffee',
  repository,
  commits: [commit(['about.yaml'], ['src/a.ts']), commit([], ['src/a.ts'], ['docs/CODEOWNERS'])],
  ...more,
});

describe('a webhook of GitHub', () => {
  const signed = (body: string, secret: string) => ({
    headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
    body: Buffer.from(body),
  });

  it('is authentic when any of the secrets signed these very bytes', () => {
    expect(githubHooks.authentic(signed('{}', 'new'), ['new'])).toBe(true);
    expect(githubHooks.authentic(signed('{}', 'old'), ['new', 'old'])).toBe(true);
    expect(githubHooks.authentic(signed('{}', 'other'), ['new', 'old'])).toBe(false);
    expect(githubHooks.authentic({ ...signed('{}', 'new'), body: Buffer.from('{ }') }, ['new'])).toBe(false);
  });

  it('is not authentic without a signature, and never by an empty secret', () => {
    expect(githubHooks.authentic({ headers: {}, body: Buffer.from('{}') }, ['new'])).toBe(false);
    expect(githubHooks.authentic(signed('{}', ''), [''])).toBe(false);
    expect(githubHooks.authentic(signed('{}', 'new'), [])).toBe(false);
  });

  it('is known again by its delivery, or by its bytes', () => {
    expect(githubHooks.read(request('push', push())).delivery).toBe('d-1');
    const anonymous = { ...request('push', push()), headers: { 'x-github-event': 'push' } };
    expect(githubHooks.read(anonymous).delivery).toBe(githubHooks.read(anonymous).delivery);
    expect(githubHooks.read(anonymous).delivery).toMatch(/^sha256:\w{64}$/);
  });

  it('may come as a form', () => {
    const body = new URLSearchParams({ payload: JSON.stringify(push()) }).toString();
    const form = request('push', body, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(githubHooks.read(form).event).toMatchObject({ type: 'push' });
  });

  it.each(['{', '', 'null', '[]', '{"ref":1}', '['.repeat(50_000)])(
    'that is %.20s is refused by its code',
    (body) => {
      expect(() => read('push', body)).toThrow(expect.objectContaining({ code: 'LK-VALIDATION' }));
    },
  );
});

describe('a push', () => {
  it('tells every path that it touched, once', () => {
    expect(read('push', push())).toEqual({
      type: 'push',
      repository: key,
      branch: 'main',
      commit: 'c0ffee',
      paths: ['about.yaml', 'src/a.ts', 'docs/CODEOWNERS'],
    });
  });

  it('that was forced, is too long or tells no commits may have touched anything', () => {
    const many = Array.from({ length: 20 }, () => commit(['a']));
    for (const more of [{ forced: true }, { commits: many }, { commits: [] }])
      expect(read('push', push(more))).toMatchObject({ paths: null });
  });

  it('of a tag, or that deletes a branch, is nothing to us', () => {
    expect(read('push', push({ ref: 'refs/tags/v1' }))).toBeNull();
    expect(read('push', push({ deleted: true }))).toBeNull();
  });

  it('keeps the whole name of a branch', () => {
    expect(read('push', push({ ref: 'refs/heads/release/1' }))).toMatchObject({ branch: 'release/1' });
  });
});

describe('other events', () => {
  it.each([
    ['created', 'created'],
    ['renamed', 'renamed'],
    ['transferred', 'renamed'],
    ['archived', 'archived'],
    ['unarchived', 'changed'],
    ['deleted', 'deleted'],
    ['edited', 'changed'],
  ])('repository %s is told as %s', (action, what) => {
    expect(read('repository', { action, repository })).toEqual({ type: 'repository', repository: key, what });
  });

  it('of teams, of installations and of custom properties are told; others are not', () => {
    for (const event of ['team', 'membership', 'organization'])
      expect(read(event, {})).toEqual({ type: 'team' });
    for (const event of ['installation', 'installation_repositories'])
      expect(read(event, {})).toEqual({ type: 'repositories' });
    expect(read('custom_property_values', { repository })).toMatchObject({ what: 'changed' });
    for (const event of ['ping', 'workflow_run', '']) expect(read(event, '{')).toBeNull();
  });
});

describe('an issue or an alert', () => {
  const issue = { number: 31 };

  it.each(['issues', 'issue_comment'])('by %s is a ticket that is read again', (event) => {
    const told = { type: 'ticket', id: '7#31', key: 'acme/checkout#31' };
    for (const action of ['opened', 'created', 'transferred', 'deleted', undefined])
      expect(read(event, { action, repository, issue })).toEqual(told);
  });

  it('that is a pull request is none of ours', () => {
    expect(
      read('issue_comment', { repository, issue: { number: 31, pull_request: { url: 'x' } } }),
    ).toBeNull();
  });

  it.each([
    ['code_scanning_alert', 'code-scanning'],
    ['secret_scanning_alert', 'secret-scanning'],
    ['secret_scanning_alert_location', 'secret-scanning'],
    ['dependabot_alert', 'dependabot'],
    ['repository_vulnerability_alert', 'dependabot'],
  ])('by %s has those of the repository pulled again', (event, kind) => {
    expect(read(event, { action: 'created', repository })).toEqual({
      type: 'alerts',
      kind,
      key: 'acme/checkout',
    });
  });

  it('without its repository or number is refused by its code', () => {
    const refused = expect.objectContaining({ code: 'LK-VALIDATION' });
    for (const body of [{ repository }, { issue }, { repository, issue: { number: '31' } }])
      expect(() => read('issues', body)).toThrow(refused);
  });
});

describe.skipIf(!existsSync(RECORDED))('webhooks that GitHub sent once (skipped without ../shared)', () => {
  const recorded = (folder: string) => {
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
    return Object.fromEntries(
      files.map((file) => {
        const headers = { 'x-github-event': file.split('.')[0]! };
        const { event } = githubHooks.read({ headers, body: readFileSync(join(folder, file)) });
        return [file, event?.type ?? null];
      }),
    );
  };

  it('are all read, and each kind is told as what it is', () => {
    const types = recorded(RECORDED);
    expect(Object.keys(types)).toHaveLength(93);
    expect(types).toMatchObject({
      // It pushed a tag.
      'push.event.1.json': null,
      'team.edited.1.json': 'team',
      'membership.removed.1.json': 'team',
      'organization.member_added.1.json': 'team',
      'organization.renamed.1.json': 'repositories',
      'repository.created.1.json': 'repository',
      'repository.transferred.1.json': 'repository',
      'installation.created.1.json': 'repositories',
      'issue_comment.created.1.json': 'ticket',
      'code_scanning_alert.created.1.json': 'alerts',
      'dependabot_alert.fixed.1.json': 'alerts',
      'repository_vulnerability_alert.create.1.json': 'alerts',
      'pull_request.opened.1.json': null,
    });
  });

  it('by an Enterprise Server are all read, too', () => {
    const types = recorded(OF_SERVERS);
    expect(Object.keys(types)).toHaveLength(8);
    expect(types).toMatchObject({
      'repository.deleted.1.json': 'repository',
      'secret_scanning_alert.reopened.1.json': 'alerts',
      'secret_scanning_alert_location.created.1.json': 'alerts',
    });
  });
});
