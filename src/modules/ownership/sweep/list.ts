import type { CodeHost, HostPage, HostRepository } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type Recorded, recordHostRepositories, repositoriesOf } from '../../organisation/public.ts';
import type { SweepDeps } from './deps.ts';
import type { Progress } from './progress.ts';
import { deletePages, type KnownPage, selectPages, upsertPage } from './store.ts';

/** What the list of a code host said. */
export interface Listed {
  /** Every page was read to its end: what was on none of them is gone. */
  complete: boolean;
  /** Ids that the code host listed. */
  hostIds: Set<string>;
}

interface Walk {
  connectionId: string;
  host: CodeHost;
  known: Map<string, KnownPage>;
  hostIds: Set<string>;
  /** Their names belong to repositories that may be renamed or gone: only the whole list tells. */
  undecided: HostRepository[];
  /** Throws when the work is to stop. */
  check(): void;
}

/** Pages in a row that name nothing new: a list that goes on like this has no end. */
const MAX_BARREN_PAGES = 10;

/**
 * Reads the list page by page and brings our repositories to it. An unchanged page costs one conditional request.
 * A page and its repositories are written together: after a kill, what was read is not read again.
 */
export async function readList(
  deps: SweepDeps,
  connectionId: string,
  host: CodeHost,
  progress: Progress,
  check: () => void,
): Promise<Listed> {
  const known = await selectPages(deps.db, connectionId);
  const walk: Walk = { connectionId, host, known, hostIds: new Set(), undecided: [], check };
  const visited = new Set<string>();
  let barren = 0;
  for (let url: string | null = host.firstPage; url !== null; ) {
    check();
    if (visited.has(url) || barren >= MAX_BARREN_PAGES) {
      progress.problem(
        'The list of repositories goes round in circles; nothing is archived for what it leaves out.',
      );
      return { complete: false, hostIds: walk.hostIds };
    }
    visited.add(url);
    const before = walk.hostIds.size;
    url = await readPage(deps, walk, url, progress);
    barren = walk.hostIds.size > before ? 0 : barren + 1;
  }
  await recordUndecided(deps, walk, progress);
  const stale = [...known.keys()].filter((url) => !visited.has(url));
  await deletePages(deps.db, connectionId, stale);
  return { complete: true, hostIds: walk.hostIds };
}

/** @returns the next page */
async function readPage(
  deps: SweepDeps,
  walk: Walk,
  url: string,
  progress: Progress,
): Promise<string | null> {
  const before = walk.known.get(url);
  const page = await walk.host.repositories(url, before?.etag ?? null);
  progress.counts.pages++;
  if (page === 'unchanged') {
    if (!before)
      throw new AppError('LK-ANSWER', 'the code host says of a page never read that it is unchanged');
    progress.counts.unchangedPages++;
    for (const id of before.hostIds) walk.hostIds.add(id);
    return before.next;
  }
  for (const { id } of page.repositories) walk.hostIds.add(id);
  await recordPage(deps, walk, url, page, progress);
  return page.next;
}

async function recordPage(
  deps: SweepDeps,
  walk: Walk,
  url: string,
  page: HostPage,
  progress: Progress,
): Promise<void> {
  const { connectionId } = walk;
  progress.counts.repositories += page.repositories.length;
  const wrote = await deps.db.transaction().execute(async (tx) => {
    const recorded = await recordHostRepositories(tx, deps.ids, connectionId, {
      repositories: page.repositories,
      factsComplete: !walk.host.facts,
      gone: null,
    });
    walk.undecided.push(...recorded.undecided);
    tellRecorded(recorded, progress);
    const { etag, next } = page;
    const hostIds = page.repositories.map(({ id }) => id);
    // A page is known only when all on it has found its place: else the next look reads it whole again.
    const settled = recorded.undecided.length === 0 && recorded.taken.length === 0;
    if (etag !== null && settled) await upsertPage(tx, connectionId, { url, etag, next, hostIds });
    else await deletePages(tx, connectionId, [url]);
    return recorded.changed > 0 || (etag !== null && settled);
  });
  if (wrote) await progress.keep();
}

/** Now that the whole list is known, so is what is gone: a name that it had is free. */
async function recordUndecided(deps: SweepDeps, walk: Walk, progress: Progress): Promise<void> {
  if (walk.undecided.length === 0) return;
  await deps.db.transaction().execute(async (tx) => {
    const held = await repositoriesOf(tx, walk.connectionId);
    const gone = new Set(held.map(({ hostId }) => hostId).filter((id) => !walk.hostIds.has(id)));
    const factsComplete = !walk.host.facts;
    const recorded = await recordHostRepositories(tx, deps.ids, walk.connectionId, {
      repositories: walk.undecided,
      factsComplete,
      gone,
    });
    tellRecorded(recorded, progress);
    for (const { key } of recorded.undecided)
      progress.problem(
        `${key} is the name of two repositories of the code host; it is looked at again next time.`,
      );
  });
  await progress.keep();
}

function tellRecorded(recorded: Recorded, progress: Progress): void {
  progress.counts.added += recorded.added;
  progress.counts.renamed += recorded.renamed;
  for (const key of recorded.taken)
    progress.problem(`${key} belongs to another connection, which named it first; this one leaves it alone.`);
  for (const key of recorded.doubled)
    progress.problem(
      `${key} was known under a former name, too: new results go to ${key}, what was found before stays with the archived one.`,
    );
}
