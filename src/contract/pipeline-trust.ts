import { z } from 'zod';
import { scope } from './access.ts';
import { time } from './shapes.ts';

/** Where pipelines of these systems say who they are, as they are installed by their makers. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
export const GITLAB_ISSUER = 'https://gitlab.com';

/** What a pipeline asks its system to address its token to, when nothing else was agreed. */
export const DEFAULT_AUDIENCE = 'lanekeeper';

const issuer = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine(
    (text) => !/[?#]/.test(text) && !text.endsWith('/'),
    'write it as the tokens do, without a slash at the end',
  );

/** Claims that say which repository it is, and must name its owner in full. */
const WITHIN_OWNER = ['repository', 'project_path', 'sub', 'job_workflow_ref'];
const EXACT = [
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'project_id',
  'namespace_path',
  'namespace_id',
];

/** `acme/*` names its owner; `*` and `*\/shop` are anybody's. */
const namesOwner = (claim: string, pattern: string): boolean =>
  EXACT.includes(claim)
    ? !pattern.includes('*')
    : WITHIN_OWNER.includes(claim) && (!pattern.includes('*') || (pattern.split('*')[0] ?? '').includes('/'));

const claims = z
  .record(z.string().regex(/^[a-z_]{1,60}$/, 'the name of a claim'), z.string().trim().min(1).max(300))
  .refine((found) => Object.keys(found).length <= 20, 'at most 20 claims')
  .refine(
    (found) => Object.entries(found).some(([claim, pattern]) => namesOwner(claim, pattern)),
    'say whose pipelines these are: repository or project_path with its owner in full, such as acme/*',
  );

/** POST /api/v1/pipeline-trust (admin): pipelines that may trade their own signed token for one of this account. */
export const addPipelineTrust = z.strictObject({
  /** Key of the service account. */
  account: z.string().min(1).max(63),
  issuer,
  audience: z.string().trim().min(1).max(200).default(DEFAULT_AUDIENCE),
  claims,
});

export const pipelineTrust = z.object({
  id: z.string(),
  account: z.object({ key: z.string(), name: z.string(), disabled: z.boolean() }),
  issuer: z.string(),
  audience: z.string(),
  claims: z.record(z.string(), z.string()),
  createdBy: z.string(),
  createdAt: time,
});
export type PipelineTrust = z.infer<typeof pipelineTrust>;
/** GET /api/v1/pipeline-trust (admin, security) */
export const pipelineTrustList = z.object({ items: z.array(pipelineTrust) });

/** POST /api/v1/token-exchange (public): the pipeline's own signed token. */
export const exchangeToken = z.strictObject({
  token: z.string().min(20).max(16_384),
  /** Key of the service account, where the same pipeline is trusted for several. */
  account: z.string().max(63).optional(),
});
export const exchangedToken = z.object({
  token: z.string(),
  expiresAt: time,
  account: z.string(),
  scopes: z.array(scope),
});
