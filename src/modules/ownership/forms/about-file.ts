import { z } from 'zod';
import { DATA_CLASSES, EXPOSURES } from '../../organisation/pure.ts';
import { plainLine } from './plain-line.ts';
import { LIFECYCLES, MISSION_IMPACTS, PR_FEEDBACK, SERVICE_TYPES } from './terms.ts';

export const ABOUT_VERSION = 'lanekeeper.dev/v1';

const date = z.iso.date('write dates as 2026-10-01');
const queue = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'use a project key such as PAY');

const jira = z
  .strictObject({
    project: queue.optional().describe('Key of the Jira project; the registry must allow it to the team.'),
    component: plainLine.optional().describe('Component that tickets get.'),
    issueType: plainLine.optional().describe('Such as Bug.'),
    labels: z.array(plainLine).max(50).optional().describe('Labels that tickets get.'),
  })
  .describe('Where tickets go; without it, to the queue that the registry has for the team.');
const slack = z
  .strictObject({
    channel: plainLine.optional().describe('Such as "#payments-core".'),
    id: plainLine.optional().describe('Id of the channel; survives a rename.'),
  })
  .describe('Where messages go; without it, to the channel that the registry has for the team.');
const oncall = z
  .strictObject({
    pagerduty: plainLine.optional().describe('Id of the schedule or service in PagerDuty.'),
    opsgenie: plainLine.optional().describe('Id of the schedule or service in Opsgenie.'),
  })
  .describe('Who is called at night.');

const security = z
  .strictObject({
    exposure: z.enum(EXPOSURES).optional().describe('How far the world can reach it: is it on our edge?'),
    data: z.array(z.enum(DATA_CLASSES)).max(20).optional().describe('The most sensitive data it handles.'),
    missionImpact: z
      .enum(MISSION_IMPACTS)
      .optional()
      .describe('How much the company suffers while it is down.'),
    compliance: z.array(plainLine).max(50).optional().describe('Such as pci-dss or fedramp-moderate.'),
    slaPolicy: plainLine.optional().describe('Name of the deadlines that apply; without it, standard.'),
    threatModel: z
      .strictObject({
        url: z
          .url({ protocol: /^https?$/ })
          .max(1000)
          .describe('Address of the document.'),
        reviewed: date.optional().describe('When people last went through it.'),
      })
      .optional()
      .describe('The threat model of this service.'),
    bugBounty: z
      .strictObject({
        inScope: z.boolean().describe('Whether reports of it are rewarded.'),
        assets: z
          .array(plainLine)
          .max(500)
          .optional()
          .describe('Hosts and addresses that lead to this service.'),
      })
      .optional()
      .describe('What the bug bounty programme may look at.'),
    prFeedback: z
      .enum(PR_FEEDBACK)
      .optional()
      .describe('The most that may be said in pull requests: a ceiling, never a floor.'),
  })
  .describe('Values that lower the risk wait for approval; stricter ones hold at once.');

const pathEntry = z.strictObject({
  match: z.string().min(1).max(1000).describe('Pattern as in CODEOWNERS, relative to this folder.'),
  owner: plainLine.describe('Team that owns what matches.'),
  jira: jira.optional(),
  slack: slack.optional(),
  oncall: oncall.optional(),
});

/** about.yaml, version 1: two keys are required, the registry knows the rest. */
export const aboutFile = z
  .strictObject({
    apiVersion: z.literal(ABOUT_VERSION).describe('Says that this file is ours.'),
    owner: plainLine.describe(
      'Team that owns this folder: payments-core, group:default/payments-core or @acme/payments.',
    ),
    name: plainLine.optional().describe('Short name; without it, that of the repository or folder.'),
    title: plainLine.optional().describe('Name for people to read.'),
    type: z.enum(SERVICE_TYPES).optional().describe('What is in this folder.'),
    lifecycle: z.enum(LIFECYCLES).optional().describe('How far it has come.'),
    tier: z
      .int()
      .min(1)
      .max(4)
      .optional()
      .describe('1: the company cannot be without it; 4: hardly noticed.'),
    system: plainLine.optional().describe('What this service is a part of.'),
    businessUnit: plainLine.optional().describe('Without it, that of the team.'),
    jira: jira.optional(),
    slack: slack.optional(),
    oncall: oncall.optional(),
    champions: z
      .array(plainLine)
      .max(50)
      .optional()
      .describe('For people to read; a champion is appointed in the registry.'),
    security: security.optional(),
    paths: z
      .array(pathEntry)
      .max(5000)
      .optional()
      .describe('Owners of parts of this folder: the most specific match wins, of equals the later.'),
    reviewed: date.optional().describe('When people last went through this file.'),
    extensions: z.record(z.string(), z.unknown()).optional().describe('Kept untouched, for your own tools.'),
  })
  .describe('Who owns this folder, and what to know of it.');
export type AboutFile = z.infer<typeof aboutFile>;
