import type { AlertSource, AlertSystem, Alerts, ConnectorContext } from '../../connector.ts';
import { type Github, githubOf } from '../access.ts';
import { FIRST_PAGE, readPage } from '../list.ts';
import type { AlertKind, GithubSettings } from '../settings.ts';
import { readAlerts } from './read.ts';

/** Which of our readers reads what GitHub's API answers. */
const TOOLS: Readonly<Record<AlertKind, string>> = {
  'code-scanning': 'github-sast',
  'secret-scanning': 'github-secret-scanning',
  dependabot: 'github-vulnerability',
};

/**
 * Alerts that GitHub keeps. Source: "REST API endpoints for code scanning", "… for secret scanning" and "… for
 * Dependabot alerts", version 2022-11-28.
 */
export const githubAlerts: AlertSystem<GithubSettings> = { open: openAlerts };

function openAlerts(context: ConnectorContext<GithubSettings>): Alerts {
  // What is missing is told by the first question, as every other error is.
  let opened: Github | undefined;
  const github = () => (opened ??= githubOf(context));
  return {
    sources: async function* () {
      yield* sourcesOf(github());
    },
    read: async (source, etag) => readAlerts(github(), source, etag),
  };
}

/** Every kind of every repository; whether it is switched on there is told by reading it. */
async function* sourcesOf(github: Github): AsyncGenerator<AlertSource> {
  const kinds = github.settings.alerts?.kinds ?? [];
  let next: string | null = kinds.length > 0 ? FIRST_PAGE : null;
  while (next !== null) {
    const page = await readPage(github, next, null);
    if (page === 'unchanged') return;
    for (const { id, key, archived } of page.repositories)
      if (!archived)
        for (const kind of new Set(kinds))
          yield { kind, tool: TOOLS[kind], target: { kind: 'repository', key }, repositoryId: id };
    next = page.next;
  }
}
