import { z } from 'zod';
import type { HookEvent, HookRequest, Hooks } from '../connector.ts';
import { bodyName, branchOf, hookFields, hookJson } from '../kit/hook-body.ts';
import { anySecret, hmacSha256, sameText } from '../kit/signature.ts';
import { printId } from './issues/remote-ticket.ts';

const NAME = 'GitLab';
const NO_COMMIT = /^0+$/;

const paths = z.array(z.string()).nullish();
const kindShape = z.object({ object_kind: z.string().nullish(), event_name: z.string().nullish() });
const pushShape = z.object({
  project_id: z.number().int(),
  project: z.object({ path_with_namespace: z.string().max(2000) }),
  ref: z.string(),
  after: z.string(),
  total_commits_count: z.number().nullish(),
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).nullish(),
});
const updateShape = z.object({
  project_id: z.number().int(),
  project: z.object({ path_with_namespace: z.string().max(2000), default_branch: z.string().nullish() }),
  changes: z.array(z.object({ after: z.string(), ref: z.string() })),
});
const projectShape = z.object({
  project_id: z.number().int(),
  path_with_namespace: z.string().max(2000),
});

/** Of `issue` and of a note on one; a confidential one is of the same kind. */
const issueShape = z.object({
  project: z.object({ path_with_namespace: z.string().max(2000) }),
  object_attributes: z.object({ iid: z.number().int().nullish(), project_id: z.number().int() }),
  issue: z.object({ iid: z.number().int(), project_id: z.number().int() }).nullish(),
});
const noteShape = z.object({ object_attributes: z.object({ noteable_type: z.string().nullish() }) });
const vulnerabilityShape = z.object({
  object_attributes: z.object({ url: z.string().nullish(), report_type: z.string().nullish() }),
});

const PROJECT: Record<string, 'created' | 'renamed' | 'deleted' | 'changed'> = {
  project_create: 'created',
  project_destroy: 'deleted',
  project_rename: 'renamed',
  project_transfer: 'renamed',
  project_update: 'changed',
};
/** With a group go its projects, or their names. */
const LISTS = new Set(['group_rename', 'group_destroy', 'subgroup_destroy']);
const TEAMS = /^(user_(add_to|remove_from|update_for)_(group|team)|(sub)?group_create)$/;

/**
 * Webhooks of projects and groups, and system hooks. Source: "Webhooks", "Webhook events" and "System hooks" of
 * GitLab's documentation; the signature is that of the Standard Webhooks specification.
 */
export const gitlabHooks: Hooks = {
  secrets: ['webhookSecret'],
  authentic(request, secrets) {
    const token = request.headers['x-gitlab-token'] ?? '';
    return anySecret(secrets, (secret) => sameText(token, secret) || isSigned(request, secret));
  },
  read(request) {
    const { headers, body } = request;
    const delivery = headers['idempotency-key'] ?? headers['webhook-id'] ?? bodyName(body);
    return { delivery, event: eventOf(hookJson(NAME, request)) };
  },
};

/** HMAC-SHA256 over `id.timestamp.body`; a key that begins with `whsec_` is base64. */
function isSigned({ headers, body }: HookRequest, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !timestamp || !signatures) return false;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const ours = `v1,${hmacSha256(key, `${id}.${timestamp}.`, body).toString('base64')}`;
  return signatures.split(' ').reduce((found, one) => sameText(one, ours) || found, false);
}

function eventOf(json: unknown): HookEvent | null {
  const { object_kind, event_name } = hookFields(NAME, kindShape, json);
  const kind = object_kind ?? event_name ?? '';
  if (kind === 'push') return pushOf(hookFields(NAME, pushShape, json));
  if (kind === 'repository_update') return updateOf(hookFields(NAME, updateShape, json));
  if (kind === 'issue' || kind === 'work_item' || kind === 'note') return issueOf(kind, json);
  if (kind === 'vulnerability') return vulnerabilityOf(hookFields(NAME, vulnerabilityShape, json));
  const what = PROJECT[kind];
  if (what) {
    const { project_id, path_with_namespace } = hookFields(NAME, projectShape, json);
    return { type: 'repository', repository: { id: String(project_id), key: path_with_namespace }, what };
  }
  if (LISTS.has(kind)) return { type: 'repositories' };
  return TEAMS.test(kind) ? { type: 'team' } : null;
}

/** Notes are on commits, merge requests and snippets, too. */
function issueOf(kind: string, json: unknown): HookEvent | null {
  if (kind === 'note') {
    const { object_attributes } = hookFields(NAME, noteShape, json);
    if (object_attributes.noteable_type !== 'Issue' && object_attributes.noteable_type !== 'WorkItem')
      return null;
  }
  const { project, object_attributes, issue } = hookFields(NAME, issueShape, json);
  const { iid, project_id } = kind === 'note' ? (issue ?? object_attributes) : object_attributes;
  if (iid === undefined || iid === null) return null;
  return {
    type: 'ticket',
    id: printId({ project: project_id, iid }),
    key: `${project.path_with_namespace}#${iid}`,
  };
}

/** Its project is named in its address only. */
function vulnerabilityOf({ object_attributes }: z.infer<typeof vulnerabilityShape>): HookEvent {
  const { url, report_type } = object_attributes;
  const path = URL.parse(url ?? '')?.pathname ?? '';
  const end = path.indexOf('/-/security/');
  return { type: 'alerts', kind: report_type ?? '', key: end > 1 ? path.slice(1, end) : null };
}

function pushOf(push: z.infer<typeof pushShape>): HookEvent | null {
  const branch = branchOf(push.ref);
  if (branch === null || NO_COMMIT.test(push.after)) return null;
  return {
    type: 'push',
    repository: { id: String(push.project_id), key: push.project.path_with_namespace },
    branch,
    commit: push.after,
    paths: touchedBy(push),
  };
}

/** Null when the push tells only a part: of more than 20 commits, or by a system hook, which names no files. */
function touchedBy({ commits, total_commits_count: total }: z.infer<typeof pushShape>): string[] | null {
  if (!commits || commits.length === 0 || (total ?? commits.length) > commits.length) return null;
  const touched = new Set<string>();
  for (const { added, modified, removed } of commits) {
    if (!added && !modified && !removed) return null;
    for (const path of [...(added ?? []), ...(modified ?? []), ...(removed ?? [])]) touched.add(path);
  }
  return [...touched];
}

/** A system hook for all that one push changed: the default branch is what matters. */
function updateOf({ project_id, project, changes }: z.infer<typeof updateShape>): HookEvent | null {
  const change = changes.find(({ ref }) => branchOf(ref) === project.default_branch);
  if (!change || !project.default_branch || NO_COMMIT.test(change.after)) return null;
  return {
    type: 'push',
    repository: { id: String(project_id), key: project.path_with_namespace },
    branch: project.default_branch,
    commit: change.after,
    paths: null,
  };
}
