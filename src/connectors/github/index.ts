import type { Connector } from '../connector.ts';
import { type Github, githubOf } from './access.ts';
import { githubAlerts } from './alerts/index.ts';
import { readDirectory } from './directory.ts';
import { readFacts } from './facts.ts';
import { readFiles } from './files.ts';
import { githubHooks } from './hooks.ts';
import { githubTickets } from './issues/index.ts';
import { FIRST_PAGE, readPage } from './list.ts';
import { type GithubSettings, githubSettings } from './settings.ts';
import { testGithub } from './test-connection.ts';

/** GitHub.com and Enterprise Server, by an App or a token. Source: GitHub's REST API, version 2022-11-28. */
export const connector: Connector<GithubSettings> = {
  id: 'github',
  name: 'GitHub',
  homePage: 'https://docs.github.com/en/rest',
  settings: githubSettings,
  example: `url: https://github.com
organisations: [acme]
# Of the App; with a token instead: leave it out
appId: '12345'
# Tickets of a queue become issues of a repository
tickets:
  queues: { PAY: acme/payments }
  priorities: { P0: 'priority: critical', P1: 'priority: high' }
# Findings that GitHub keeps are pulled
alerts: { kinds: [code-scanning, secret-scanning, dependabot] }
`,
  secrets: {
    privateKey: 'The App: settings of the App, "Private keys", the whole .pem file',
    token:
      'Without an App: a token that reads metadata and contents of the repositories, and writes issues where tickets are filed',
    webhookSecret: 'The secret typed in where the webhook is set up',
  },
  test: testGithub,
  codeHost(context) {
    // What is missing is told by the first question, as every other error is.
    let opened: Github | undefined;
    const github = () => (opened ??= githubOf(context));
    return {
      firstPage: FIRST_PAGE,
      listShowsPushes: true,
      repositories: async (page, etag) => readPage(github(), page, etag),
      files: async (repository, wanted, commit) => readFiles(github(), repository, wanted, commit),
      facts: async (repository) => readFacts(github(), repository),
    };
  },
  directory(context) {
    const { directory } = context.settings;
    // What is missing is told by the first question here, too.
    if (!directory) return null;
    return {
      newTeams: directory.newTeams,
      read: async function* () {
        yield* readDirectory(githubOf(context));
      },
    };
  },
  hooks: githubHooks,
  tickets: githubTickets,
  alerts: githubAlerts,
};
