import { z } from 'zod';
import type { HookEvent, HookRequest, Hooks } from '../connector.ts';
import { bodyName, branchOf, hookFields, hookJson } from '../kit/hook-body.ts';
import { anySecret, hmacSha256, sameText } from '../kit/signature.ts';
import { printId } from './issues/remote-ticket.ts';
import type { AlertKind } from './settings.ts';

const NAME = 'GitHub';
/** Longer pushes may tell only a part of their commits ("Webhook events and payloads", push). */
const MAX_COMMITS = 20;

const repositoryShape = z.object({ id: z.number().int(), full_name: z.string().max(300) });
const paths = z.array(z.string()).nullish();
const pushShape = z.object({
  ref: z.string(),
  after: z.string(),
  forced: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  repository: repositoryShape,
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).nullish(),
});
const issueShape = z.object({
  repository: repositoryShape,
  issue: z.object({ number: z.number().int(), pull_request: z.unknown().optional() }),
});
const alertShape = z.object({ repository: repositoryShape });
const actionShape = z.object({ action: z.string().nullish() });
const changeShape = actionShape.extend({ repository: repositoryShape });

/** Actions of the event `repository` that mean more than a change. */
const WHAT: Record<string, 'created' | 'renamed' | 'archived' | 'deleted'> = {
  created: 'created',
  renamed: 'renamed',
  transferred: 'renamed',
  archived: 'archived',
  deleted: 'deleted',
};
const TEAMS = new Set(['team', 'team_add', 'membership', 'member']);
const LISTS = new Set(['installation', 'installation_repositories']);
const ISSUES = new Set(['issues', 'issue_comment']);
/** Events of alerts, and what pulls them. The last is the former name of the one before. */
const ALERTS: Readonly<Record<string, AlertKind>> = {
  code_scanning_alert: 'code-scanning',
  secret_scanning_alert: 'secret-scanning',
  secret_scanning_alert_location: 'secret-scanning',
  dependabot_alert: 'dependabot',
  repository_vulnerability_alert: 'dependabot',
};
const REPOSITORY = new Set(['repository', 'public', 'custom_property_values']);

export const githubHooks: Hooks = {
  secrets: ['webhookSecret'],
  authentic({ headers, body }, secrets) {
    const signature = headers['x-hub-signature-256'] ?? '';
    return anySecret(secrets, (secret) =>
      sameText(signature, `sha256=${hmacSha256(secret, body).toString('hex')}`),
    );
  },
  read(request) {
    const delivery = request.headers['x-github-delivery'] ?? bodyName(request.body);
    return { delivery, event: eventOf(request) };
  },
};

function eventOf(request: HookRequest): HookEvent | null {
  const name = request.headers['x-github-event'] ?? '';
  if (TEAMS.has(name)) return { type: 'team' };
  if (LISTS.has(name)) return { type: 'repositories' };
  if (name === 'organization') return organisationOf(hookFields(NAME, actionShape, hookJson(NAME, request)));
  if (name === 'push') return pushOf(hookFields(NAME, pushShape, hookJson(NAME, request)));
  if (ISSUES.has(name)) return issueOf(hookFields(NAME, issueShape, hookJson(NAME, request)));
  if (Object.hasOwn(ALERTS, name)) {
    const { repository } = hookFields(NAME, alertShape, hookJson(NAME, request));
    return { type: 'alerts', kind: ALERTS[name]!, key: repository.full_name };
  }
  if (!REPOSITORY.has(name)) return null;
  const { action, repository } = hookFields(NAME, changeShape, hookJson(NAME, request));
  return { type: 'repository', repository: keyOf(repository), what: WHAT[action ?? ''] ?? 'changed' };
}

/** With an organisation its repositories get another name, or go; all else is about its people. */
const organisationOf = ({ action }: z.infer<typeof actionShape>): HookEvent =>
  action === 'renamed' || action === 'deleted' ? { type: 'repositories' } : { type: 'team' };

/** Comments on pull requests come by the same event. */
function issueOf({ issue, repository }: z.infer<typeof issueShape>): HookEvent | null {
  if (issue.pull_request) return null;
  const id = printId({ repository: repository.id, number: issue.number });
  return { type: 'ticket', id, key: `${repository.full_name}#${issue.number}` };
}

function pushOf(push: z.infer<typeof pushShape>): HookEvent | null {
  const branch = branchOf(push.ref);
  if (branch === null || push.deleted) return null;
  const commits = push.commits ?? [];
  const isWhole = !push.forced && commits.length > 0 && commits.length < MAX_COMMITS;
  const touched = commits.flatMap(({ added, modified, removed }) => [
    ...(added ?? []),
    ...(modified ?? []),
    ...(removed ?? []),
  ]);
  return {
    type: 'push',
    repository: keyOf(push.repository),
    branch,
    commit: push.after,
    paths: isWhole ? [...new Set(touched)] : null,
  };
}

const keyOf = ({ id, full_name }: z.infer<typeof repositoryShape>) => ({ id: String(id), key: full_name });
