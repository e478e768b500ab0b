import { AppError } from '../../../kernel/errors.ts';
import type { AlertSource, AlertSystem, Alerts, ConnectorContext } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { listDocument } from '../../kit/list-document.ts';
import { plainWords } from '../../kit/plain-words.ts';
import { type Gitlab, gitlabOf, SCOPE_MISSING, scopeMissing } from '../gitlab.ts';
import { FIRST_PAGE, readPage } from '../list.ts';
import { ALERT_KINDS, type AlertKind, type GitlabSettings } from '../settings.ts';
import { AFTER, asReported, before } from './as-report.ts';
import { answerShape, VULNERABILITIES, type Vulnerability } from './query.ts';

/** Which of our readers reads reports of a kind. */
const TOOLS: Readonly<Record<AlertKind, string>> = {
  sast: 'gitlab-sast',
  secret_detection: 'gitlab-secret-detection',
  dependency_scanning: 'gitlab-dep-scan',
  container_scanning: 'gitlab-container-scanning',
  dast: 'gitlab-dast',
};

/** 100 a page. */
const MAX_PAGES = 1000;

/** Vulnerabilities that GitLab keeps of a project (Ultimate). Source: "GraphQL API resources", `Vulnerability`. */
export const gitlabAlerts: AlertSystem<GitlabSettings> = { open: openAlerts };

function openAlerts(context: ConnectorContext<GitlabSettings>): Alerts {
  // What is missing is told by the first question, as every other error is.
  let opened: Gitlab | undefined;
  const gitlab = () => (opened ??= gitlabOf(context));
  return {
    sources: async function* () {
      yield* sourcesOf(gitlab());
    },
    read: async (source) => readVulnerabilities(gitlab(), source),
  };
}

/** Every kind of every project; whether GitLab has it there is told by reading it. */
async function* sourcesOf(gitlab: Gitlab): AsyncGenerator<AlertSource> {
  const kinds = gitlab.settings.alerts?.kinds ?? [];
  let next: string | null = kinds.length > 0 ? FIRST_PAGE : null;
  while (next !== null) {
    const page = await readPage(gitlab, next, null);
    if (page === 'unchanged') return;
    for (const { id, key, archived } of page.repositories)
      if (!archived)
        for (const kind of new Set(kinds))
          yield { kind, tool: TOOLS[kind], target: { kind: 'repository', key }, repositoryId: id };
    next = page.next;
  }
}

/** As `Alerts.read`: GraphQL has no ETags; the line knows the same bytes again. */
async function readVulnerabilities(gitlab: Gitlab, source: AlertSource): ReturnType<Alerts['read']> {
  const kind = ALERT_KINDS.find((one) => one === source.kind);
  if (!kind) throw new AppError('LK-VALIDATION', `GitLab has no kind ${source.kind.slice(0, 50)}`);
  const first = await pageOf(gitlab, source, kind, null);
  if (!first) return 'gone';
  return { etag: null, pieces: listDocument(pages(gitlab, source, kind, first), before(kind), AFTER) };
}

interface Page {
  nodes: Vulnerability[];
  next: string | null;
}

async function* pages(gitlab: Gitlab, source: AlertSource, kind: AlertKind, first: Page) {
  for (let page = first, read = 1; ; read++) {
    yield page.nodes.map((one) => asReported(kind, one));
    if (page.next === null) return;
    const following = read < MAX_PAGES ? await pageOf(gitlab, source, kind, page.next) : null;
    // A report that is cut would say that the rest is fixed.
    if (!following || following.next === page.next)
      throw new AppError('LK-ANSWER', 'the list of vulnerabilities breaks off');
    page = following;
  }
}

/** Null: the project is not to be seen, or GitLab does not do that there. */
async function pageOf(
  gitlab: Gitlab,
  { target }: AlertSource,
  kind: AlertKind,
  after: string | null,
): Promise<Page | null> {
  const asked = { project: target.key, kind: [kind.toUpperCase()], after };
  const response = await gitlab.graphql(VULNERABILITIES, asked);
  if (scopeMissing(response)) throw new AppError('LK-CONNECTION', SCOPE_MISSING);
  const { data, errors } = read(gitlab.api, `vulnerabilities of ${target.key}`, response, answerShape);
  const [error] = errors ?? [];
  if (error)
    throw new AppError(
      'LK-REFUSED',
      `GitLab does not show ${kind} of ${target.key}: ${plainWords(error.message)}`,
    );
  const { securityScanners, vulnerabilities } = data?.project ?? {};
  const available = securityScanners?.available;
  if (!vulnerabilities || (available && !available.includes(kind.toUpperCase()))) return null;
  const { nodes, pageInfo } = vulnerabilities;
  return { nodes, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
}
