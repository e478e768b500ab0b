import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitlabHooks } from './hooks.ts';

const RECORDED = join(import.meta.dirname, '../../../../shared/fixtures/gitlab-hooks');
const bytes = (body: unknown) => Buffer.from(JSON.stringify(body));
const read = (body: unknown) => gitlabHooks.read({ headers: {}, body: bytes(body) }).event;
const project = { path_with_namespace: 'acme/ledger', default_branch: 'main' };
const push = (more: object = {}) => ({
  object_kind: 'push',
  project_id: 15,
  project,
  ref: 'refs/heads/main',
  after: 'c0ffee',
  total_commits_count: 1,
  commits: [{ added: ['about.yaml'], modified: [], removed: ['CODEOWNERS'] }],
  ...more,
});

describe('a webhook of GitLab', () => {
  const withToken = (token: string) => ({ headers: { 'x-gitlab-token': token }, body: bytes({}) });

  it('is authentic by any of the secret tokens', () => {
    expect(gitlabHooks.authentic(withToken('old'), ['new', 'old'])).toBe(true);
    expect(gitlabHooks.authentic(withToken('o'), ['new', 'old'])).toBe(false);
    expect(gitlabHooks.authentic(withToken(''), [''])).toBe(false);
    expect(gitlabHooks.authentic({ headers: {}, body: bytes({}) }, ['new'])).toBe(false);
  });

  it('is authentic by its signature over id, time and these very bytes', () => {
    const key = Buffer.from('a key of some bytes');
    const secret = `whsec_${key.toString('base64')}`;
    const body = bytes(push());
    const signature = createHmac('sha256', key).update('id-1.1770000000.').update(body).digest('base64');
    const headers = {
      'webhook-id': 'id-1',
      'webhook-timestamp': '1770000000',
      'webhook-signature': `v1,bm90aGluZw== v1,${signature}`,
    };
    const authentic = (more: object, of = body) =>
      gitlabHooks.authentic({ headers: { ...headers, ...more }, body: of }, ['new', secret]);
    expect(authentic({})).toBe(true);
    expect(authentic({ 'webhook-id': 'id-2' })).toBe(false);
    expect(authentic({ 'webhook-timestamp': '1770000001' })).toBe(false);
    expect(authentic({ 'webhook-signature': `v1a,${signature}` })).toBe(false);
    expect(authentic({}, bytes({}))).toBe(false);
  });

  it('is known again by the key that GitLab keeps when it tries again', () => {
    const body = bytes(push());
    expect(gitlabHooks.read({ headers: { 'idempotency-key': 'k-1' }, body }).delivery).toBe('k-1');
    expect(gitlabHooks.read({ headers: {}, body }).delivery).toMatch(/^sha256:/);
  });

  it('that is no JSON, or lacks what a push has, is refused by its code', () => {
    const refused = expect.objectContaining({ code: 'LK-VALIDATION' });
    expect(() => gitlabHooks.read({ headers: {}, body: Buffer.from('{') })).toThrow(refused);
    for (const body of [null, [], { object_kind: 'push' }, push({ commits: 'x' })])
      expect(() => read(body)).toThrow(refused);
  });
});

describe('a push', () => {
  it('tells the paths that it touched', () => {
    expect(read(push())).toEqual({
      type: 'push',
      repository: { id: '15', key: 'acme/ledger' },
      branch: 'main',
      commit: 'c0ffee',
      paths: ['about.yaml', 'CODEOWNERS'],
    });
  });

  it('that tells only a part of its commits, or no files, may have touched anything', () => {
    for (const more of [{ total_commits_count: 21 }, { commits: [] }, { commits: [{}] }, { commits: null }])
      expect(read(push(more))).toMatchObject({ paths: null });
  });

  it('of a tag, or that deletes a branch, is nothing to us', () => {
    expect(read(push({ after: '0'.repeat(40) }))).toBeNull();
    expect(read({ ...push(), object_kind: 'tag_push' })).toBeNull();
  });
});

describe('an issue or a vulnerability', () => {
  const issue = { iid: 23, project_id: 15 };
  const told = { type: 'ticket', id: '15#23', key: 'acme/ledger#23' };

  it('is read again, a confidential one, too', () => {
    for (const event_type of ['issue', 'confidential_issue', undefined])
      expect(read({ object_kind: 'issue', event_type, project, object_attributes: issue })).toEqual(told);
  });

  it('is read again when somebody wrote a note on it, and on nothing else', () => {
    const note = (noteable_type: string, more: object = {}) =>
      read({ object_kind: 'note', project, object_attributes: { noteable_type, project_id: 15 }, ...more });
    expect(note('Issue', { event_type: 'confidential_note', issue })).toEqual(told);
    for (const type of ['Commit', 'MergeRequest', 'Snippet']) expect(note(type)).toBeNull();
    expect(read({ object_kind: 'emoji', project, object_attributes: {} })).toBeNull();
  });

  it('of a project has its vulnerabilities pulled again', () => {
    const url = 'https://git.example/acme/ledger/-/security/vulnerabilities/7';
    const event = { object_kind: 'vulnerability', object_attributes: { url, report_type: 'sast' } };
    expect(read(event)).toEqual({ type: 'alerts', kind: 'sast', key: 'acme/ledger' });
    expect(read({ ...event, object_attributes: {} })).toEqual({ type: 'alerts', kind: '', key: null });
  });

  it('without what it is about is refused by its code', () => {
    const refused = expect.objectContaining({ code: 'LK-VALIDATION' });
    for (const body of [{}, { project }, { project, object_attributes: { iid: '1' } }])
      expect(() => read({ object_kind: 'issue', ...body })).toThrow(refused);
  });
});

describe.skipIf(!existsSync(RECORDED))('webhooks that GitLab sent once (skipped without ../shared)', () => {
  const typesIn = (folder: string) => {
    const files = existsSync(RECORDED) ? readdirSync(join(RECORDED, folder)) : [];
    return Object.fromEntries(
      files.map((file) => {
        const body = readFileSync(join(RECORDED, folder, file));
        const { event } = gitlabHooks.read({ headers: {}, body });
        return [file.replace('.json', ''), event?.type === 'repository' ? event.what : (event?.type ?? null)];
      }),
    );
  };

  it('are 45, and each is read', () => {
    const read = [typesIn('systemhooks'), typesIn('webhooks')].map((types) => Object.keys(types).length);
    expect(read).toEqual([24, 21]);
  });

  it('by the system are told as what they are', () => {
    expect(typesIn('systemhooks')).toMatchObject({
      project_create: 'created',
      project_destroy: 'deleted',
      project_rename: 'renamed',
      project_transfer: 'renamed',
      project_update: 'changed',
      group_rename: 'repositories',
      group_create: 'team',
      user_add_to_group: 'team',
      user_update_for_team: 'team',
      push: 'push',
      repository_update: 'push',
      key_create: null,
      merge_request: null,
    });
  });

  it('of projects and groups are told as what they are', () => {
    expect(typesIn('webhooks')).toMatchObject({
      push: 'push',
      member: 'team',
      subgroup: 'team',
      issue: 'ticket',
      note_issue: 'ticket',
      note_commit: null,
      note_merge_request: null,
      tag_push: null,
    });
  });
});
