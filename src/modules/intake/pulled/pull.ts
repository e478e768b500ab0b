import type { Alerts } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { Log } from '../../../platform/log.ts';
import { type ConnectionsDeps, noteSuccess, openConnection } from '../../connections/public.ts';
import { acceptUpload } from '../accept-upload.ts';
import type { LineDeps } from '../line.ts';
import { endPull, forgetUnlisted, type KeptSource, keepSources, nextWanted } from './store.ts';

export interface PullDeps extends ConnectionsDeps {
  line: LineDeps;
  maxBytes: number;
  log: Log;
}

/** `until`: the system asks for a pause, or the process stops: the rest is done then. */
export type PullState = { state: 'done' } | { state: 'more'; until: Date };

/** Sources written down by one statement. */
const LISTED_AT_ONCE = 500;
/** Sources pulled at once; the client spares the host besides. */
const AT_ONCE = 4;
const STAY_MS = 120_000;

/** Writes down what there is to pull, all of it wanted. @throws as the connector does */
export async function listSources(deps: PullDeps, connectionId: string): Promise<void> {
  const alerts = await alertsOf(deps, connectionId);
  if (!alerts) return;
  const since = deps.clock.now();
  const piece: Parameters<typeof keepSources>[3][number][] = [];
  const keep = () => keepSources(deps.db, deps.ids, connectionId, piece.splice(0), deps.clock.now());
  for await (const source of alerts.sources()) {
    piece.push(source);
    if (piece.length >= LISTED_AT_ONCE) await keep();
  }
  await keep();
  await forgetUnlisted(deps.db, connectionId, since, deps.clock.now());
}

/** Pulls what is wanted of a connection; what it brings goes through the line as any report does. */
export async function pullWanted(
  deps: PullDeps,
  connectionId: string,
  signal?: AbortSignal,
): Promise<PullState> {
  const alerts = await alertsOf(deps, connectionId);
  if (!alerts) return { state: 'done' };
  const leaveAt = performance.now() + STAY_MS;
  for (;;) {
    const sources = await nextWanted(deps.db, connectionId, AT_ONCE);
    if (sources.length === 0) {
      await noteSuccess(deps, connectionId);
      return { state: 'done' };
    }
    const ends = await Promise.allSettled(
      sources.map((source) => pullOne(deps, connectionId, alerts, source)),
    );
    for (const end of ends) {
      if (end.status === 'fulfilled') continue;
      const retryAt = retryAtOf(end.reason);
      if (!retryAt) throw end.reason;
      return { state: 'more', until: retryAt };
    }
    if (signal?.aborted || performance.now() > leaveAt) return { state: 'more', until: deps.clock.now() };
  }
}

async function alertsOf(deps: PullDeps, connectionId: string): Promise<Alerts | null> {
  const connection = await openConnection(deps, { id: connectionId });
  return connection.connector.alerts?.open(connection.context) ?? null;
}

/** What is wrong with one source is kept with it; what is wrong with the connection stops the rest. */
async function pullOne(
  deps: PullDeps,
  connectionId: string,
  alerts: Alerts,
  source: KeptSource,
): Promise<void> {
  const begunAt = deps.clock.now();
  const end = (more: { etag?: string | null; scanId?: string; gone?: boolean; problem?: AppError }) => {
    const now = deps.clock.now();
    const { etag = source.etag, scanId = null, gone = false, problem } = more;
    const told = problem && {
      code: problem.code,
      says: `${problem.message.replace(/\.$/, '')}. ${problem.card.help}`,
      at: now.toISOString(),
    };
    return endPull(deps.db, source.id, { begunAt, now, etag, scanId, gone, problem: told ?? null });
  };
  try {
    const read = await alerts.read(source, source.etag);
    if (read === 'unchanged') return void (await end({}));
    if (read === 'gone') return void (await end({ gone: true, etag: null }));
    const { id } = await acceptUpload(deps.line, {
      query: {
        ...(source.target.kind === 'repository'
          ? { repository: source.target.key }
          : { target: `${source.target.kind}:${source.target.key}` }),
        tool: source.tool,
        category: '',
        partial: false,
        fileName: `${source.kind}.json`,
      },
      body: read.pieces,
      submittedBy: `connection:${connectionId}`,
      maxBytes: deps.maxBytes,
    });
    await end({ etag: read.etag, scanId: id });
  } catch (error) {
    if (!(error instanceof AppError) || OF_THE_CONNECTION.has(error.code)) throw error;
    deps.log.warn({ source: source.id, code: error.code }, 'a source of alerts could not be pulled');
    await end({ problem: error, etag: null });
  }
}

/** These say something of the connection as a whole: no other source would do better. */
const OF_THE_CONNECTION = new Set(['LK-RATE-LIMITED', 'LK-CONNECTION', 'LK-NETWORK', 'LK-SECRET']);

function retryAtOf(error: unknown): Date | null {
  if (!(error instanceof AppError) || error.code !== 'LK-RATE-LIMITED') return null;
  const at = new Date(String(error.detail?.['retryAt']));
  return Number.isNaN(at.getTime()) ? null : at;
}
