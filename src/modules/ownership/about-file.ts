import { z } from 'zod';
import { DATA_CLASSES, EXPOSURES } from '../organisation/pure.ts';

const ABOUT_VERSION = 'lanekeeper.dev/v1';

const line = z.string().trim().min(1).max(300);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write dates as 2026-10-01');
const jira = z.strictObject({
  project: line.optional(),
  component: line.optional(),
  issueType: line.optional(),
  labels: z.array(line).max(50).optional(),
});
const slack = z.strictObject({ channel: line.optional(), id: line.optional() });
const oncall = z.strictObject({ pagerduty: line.optional(), opsgenie: line.optional() });

const security = z.strictObject({
  exposure: z.enum(EXPOSURES).optional(),
  data: z.array(z.enum(DATA_CLASSES)).optional(),
  missionImpact: z.enum(['low', 'medium', 'high']).optional(),
  compliance: z.array(line).max(50).optional(),
  slaPolicy: line.optional(),
  threatModel: z
    .strictObject({ url: z.url({ protocol: /^https?$/ }).max(1000), reviewed: date.optional() })
    .optional(),
  bugBounty: z.strictObject({ inScope: z.boolean(), assets: z.array(line).max(500).optional() }).optional(),
  prFeedback: z.enum(['observe', 'comment', 'block']).optional(),
});

const pathEntry = z.strictObject({
  match: z.string().min(1).max(1000),
  owner: line,
  jira: jira.optional(),
  slack: slack.optional(),
  oncall: oncall.optional(),
});

/** about.yaml, version 1: two keys are required, the registry knows the rest. */
export const aboutFile = z.strictObject({
  apiVersion: z.literal(ABOUT_VERSION),
  /** `payments-core`, `group:default/payments-core` or `@acme/payments`. */
  owner: line,
  name: line.optional(),
  title: line.optional(),
  type: z
    .enum(['service', 'library', 'website', 'job', 'mobile', 'infrastructure', 'documentation'])
    .optional(),
  lifecycle: z.enum(['experimental', 'production', 'deprecated', 'archived']).optional(),
  tier: z.int().min(1).max(4).optional(),
  system: line.optional(),
  businessUnit: line.optional(),
  jira: jira.optional(),
  slack: slack.optional(),
  oncall: oncall.optional(),
  champions: z.array(line).max(50).optional(),
  security: security.optional(),
  paths: z.array(pathEntry).max(5000).optional(),
  reviewed: date.optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
export type AboutFile = z.infer<typeof aboutFile>;

/** The form of Twilio's published checker "gordon": no team, but the project and the on-call id of one. */
export const gordonFile = z.object({
  version: z.literal(1),
  organization: line,
  jira_id: line,
  pagerduty_id: line,
  slack_id: line.optional(),
});
export type GordonFile = z.infer<typeof gordonFile>;
