import type { Connector } from '../connector.ts';
import { comment, comments } from './comments.ts';
import { find } from './find.ts';
import { jiraHooks } from './hooks.ts';
import { jiraOf } from './jira.ts';
import { changed, markerOfTicket, readTicket } from './read.ts';
import { isCloud, type JiraSettings, jiraSettings, placeOf } from './settings.ts';
import { testJira } from './test-connection.ts';
import { create, update } from './write.ts';

/** Jira Cloud (REST API v3) and Data Center (v2). Source: developer.atlassian.com and docs.atlassian.com. */
export const connector: Connector<JiraSettings> = {
  id: 'jira',
  name: 'Jira',
  homePage: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/',
  settings: jiraSettings,
  example: `# Where people see it.
url: https://acme.atlassian.net
queues:
  PAY: {project: PAY, issueType: Task, labels: [security]}
# Tickets of every other queue: the project of the same key; leave it out and they stay here.
# others: same key
priorities: {P0: Highest, P1: High, P2: Medium, P3: Low, P4: Lowest}
`,
  secrets: {
    email: 'Cloud: the mail address of the account that tickets are filed by',
    apiToken: 'Cloud: an API token of that account (id.atlassian.com, Security, API tokens)',
    accessToken: 'Data Center: a personal access token of the account that tickets are filed by',
    webhookSecret: 'The secret typed in where the webhook is set up (System, WebHooks)',
    oldWebhookSecret: 'The secret before it, while both are in use',
  },
  test: testJira,
  // Cloud has addresses confirmed; on a server people may write what they like.
  vouchesForMail: isCloud,
  tickets: {
    placeOf,
    keepsTickets: true,
    open(context) {
      const jira = jiraOf(context);
      return {
        create: (ticket) => create(jira, ticket),
        find: (place, marker) => find(jira, place, marker),
        read: (id) => readTicket(jira, id),
        update: (id, edit) => update(jira, id, edit, () => markerOfTicket(jira, id)),
        comment: (id, said) => comment(jira, id, said),
        comments: (id) => comments(jira, id),
        changed: (place, since) => changed(jira, place, since),
      };
    },
  },
  hooks: jiraHooks,
};
