import type { Connector } from '../connector.ts';
import { gitlabAlerts } from './alerts/index.ts';
import { readFiles } from './files.ts';
import { type Gitlab, gitlabOf } from './gitlab.ts';
import { gitlabHooks } from './hooks.ts';
import { gitlabTickets } from './issues/index.ts';
import { FIRST_PAGE, readPage } from './list.ts';
import { type GitlabSettings, gitlabSettings } from './settings.ts';
import { testGitlab } from './test-connection.ts';

/** gitlab.com and self-managed, by a token. Source: GitLab's REST API v4. */
export const connector: Connector<GitlabSettings> = {
  id: 'gitlab',
  name: 'GitLab',
  homePage: 'https://docs.gitlab.com/api/rest/',
  settings: gitlabSettings,
  example: `url: https://gitlab.com
groups: [acme]
# Tickets of a queue become issues of a project
tickets:
  queues: { PAY: acme/payments }
  priorities: { P0: 'priority::critical', P1: 'priority::high' }
`,
  secrets: {
    token: 'A group access token with the role Reporter and the scope read_api; api where tickets are filed',
    webhookSecret: 'The secret token, or the signing token, typed in where the webhook is set up',
  },
  test: testGitlab,
  codeHost(context) {
    // What is missing is told by the first question, as every other error is.
    let opened: Gitlab | undefined;
    const gitlab = () => (opened ??= gitlabOf(context));
    return {
      firstPage: FIRST_PAGE,
      listShowsPushes: false,
      repositories: async (page, etag) => readPage(gitlab(), page, etag),
      files: async (repository, wanted, commit) => readFiles(gitlab(), repository, wanted, commit),
    };
  },
  hooks: gitlabHooks,
  tickets: gitlabTickets,
  alerts: gitlabAlerts,
};
