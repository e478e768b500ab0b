import { sha1 } from './code-host-server.ts';
import type { FakeProject } from './fake-gitlab.ts';

const NOW = '2026-01-01T00:00:00.000Z';

/** The fields of GitLab's answer that clients use most. */
export function project(one: FakeProject, web: string) {
  const full = `${one.group}/${one.path}`;
  return {
    id: one.id,
    name: one.path,
    path: one.path,
    path_with_namespace: full,
    description: null,
    created_at: NOW,
    default_branch: one.git.head ? one.defaultBranch : null,
    topics: one.topics,
    web_url: `${web}/${full}`,
    archived: one.archived,
    visibility: one.visibility,
    issues_enabled: one.issues.access === 'enabled',
    issues_access_level: one.issues.access,
    empty_repo: one.git.head === null,
    repository_access_level: one.repositoryAccess,
    last_activity_at: NOW,
    namespace: { id: 1, path: one.group, full_path: one.group, kind: 'group' },
    shared_with_groups: one.sharedWith.map(({ group: name, level }, i) => ({
      group_id: i + 1,
      group_name: name,
      group_full_path: name,
      group_access_level: level,
      expires_at: null,
    })),
  };
}

export const group = (full: string, web: string) => ({
  id: Number.parseInt(sha1(full).slice(0, 6), 16),
  name: full,
  path: full.slice(full.lastIndexOf('/') + 1),
  full_path: full,
  web_url: `${web}/groups/${full}`,
});

export const branch = (one: FakeProject, web: string) => ({
  name: one.defaultBranch,
  commit: commit(one.git.head!, `${web}/${one.group}/${one.path}`),
  merged: false,
  protected: true,
  developers_can_push: false,
  developers_can_merge: false,
  can_push: false,
  default: true,
  web_url: `${web}/${one.group}/${one.path}/-/tree/${one.defaultBranch}`,
});

const commit = (id: string, web: string) => ({
  id,
  short_id: id.slice(0, 8),
  created_at: NOW,
  parent_ids: [],
  title: 'a change',
  message: 'a change',
  author_name: 'Ada',
  author_email: 'ada@example.com',
  authored_date: NOW,
  committer_name: 'Ada',
  committer_email: 'ada@example.com',
  committed_date: NOW,
  trailers: {},
  web_url: `${web}/-/commit/${id}`,
});
