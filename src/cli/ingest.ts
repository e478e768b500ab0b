import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scan } from '../contract/scans.ts';
import { acceptedScan, scan } from '../contract/scans.ts';
import { problem } from '../contract/shapes.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '../kernel/errors.ts';
import { filesOf } from './files.ts';
import type { Io } from './io.ts';
import { startProgress } from './progress.ts';

interface Options {
  repo?: string;
  target?: string;
  commit?: string;
  branch?: string;
  tool?: string;
  category?: string;
  coverage?: string;
  at?: string;
  partial?: boolean;
  wait?: boolean;
  json?: boolean;
}

/** Waiting for one scan: the largest reports take minutes. */
const WAIT_MS = 15 * 60_000;

/** `ingest REPORT…`: sends reports to the server; with --wait prints what each changed. */
export async function ingestCommand(reports: string[], options: Options, io: Io): Promise<number> {
  if (!options.repo && !options.target)
    throw new AppError('LK-USAGE', 'say what was scanned: --repo NAME or --target KIND:KEY');
  const server = serverOf(process.env);
  const query = await queryOf(options);
  const files = await filesOf(reports);
  const progress = startProgress(io, files.length, 'reports');
  let failed = 0;
  for (const file of files) {
    const sent = await send(server, file, query);
    const ended = options.wait && sent.state === 'received' ? await waitFor(server, sent.id) : null;
    if (ended?.state === 'failed') failed++;
    progress.clear();
    io.out(
      options.json
        ? JSON.stringify({ file, ...sent, ...(ended && toldOf(ended)) })
        : textOf(file, sent, ended),
    );
    progress.step();
  }
  progress.stop();
  return failed > 0 ? 2 : 0;
}

interface Server {
  url: string;
  token: string | undefined;
}

const serverOf = (environment: NodeJS.ProcessEnv): Server => ({
  url: (
    environment['LANEKEEPER_URL'] ??
    `http://localhost:${environment['LANEKEEPER_PORT'] ?? environment['PORT'] ?? 8080}`
  ).replace(/\/$/, ''),
  token: environment['LANEKEEPER_TOKEN'],
});

async function queryOf(options: Options): Promise<URLSearchParams> {
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) query.set(name, value);
  };
  set('repository', options.repo);
  set('target', options.target);
  set('commit', options.commit);
  set('branch', options.branch);
  set('tool', options.tool);
  set('category', options.category);
  set('partial', options.partial ? 'true' : undefined);
  if (options.at !== undefined) {
    const at = new Date(options.at);
    if (Number.isNaN(at.getTime())) throw new AppError('LK-USAGE', `--at ${options.at} is not a time`);
    set('at', at.toISOString());
  }
  if (options.coverage) {
    set(
      'coverage',
      await readFile(options.coverage, 'utf8').catch(() => {
        throw new AppError('LK-USAGE', `${options.coverage} cannot be read`);
      }),
    );
  }
  return query;
}

async function send(server: Server, file: string, query: URLSearchParams) {
  const { size } = await stat(file);
  const address = new URLSearchParams(query);
  address.set('fileName', basename(file));
  const answer = await call(server, `/api/v1/scans?${address}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  });
  return acceptedScan.parse(answer);
}

async function waitFor(server: Server, id: string): Promise<Scan> {
  const giveUpAt = Date.now() + WAIT_MS;
  for (let pauseMs = 50; Date.now() < giveUpAt; pauseMs = Math.min(pauseMs * 1.5, 1000)) {
    const found = scan.parse(await call(server, `/api/v1/scans/${id}`, {}));
    if (found.state !== 'received') return found;
    await sleep(pauseMs);
  }
  throw new AppError('LK-SERVER', `scan ${id} is still waiting after ${WAIT_MS / 60_000} minutes`);
}

async function call(server: Server, path: string, init: RequestInit & { duplex?: 'half' }): Promise<unknown> {
  const headers = new Headers(init.headers);
  if (server.token) headers.set('authorization', `Bearer ${server.token}`);
  let response: Response;
  try {
    response = await fetch(`${server.url}${path}`, { ...init, headers });
  } catch (cause) {
    throw new AppError('LK-SERVER', `${server.url} does not answer`, { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const told = problem.safeParse(body);
  if (!told.success) throw new AppError('LK-SERVER', `${server.url} answered ${response.status}`);
  const code = told.data.code in ERROR_CODES ? (told.data.code as ErrorCode) : 'LK-SERVER';
  throw new AppError(code, told.data.detail);
}

const toldOf = ({ state, tool, observations, delta, error, diagnostics }: Scan) => ({
  state,
  tool,
  observations,
  delta,
  error,
  diagnostics,
});

function textOf(file: string, sent: { id: string; state: string }, ended: Scan | null): string {
  if (sent.state === 'same') return `${file}: taken in before, nothing changed (${sent.id})`;
  if (!ended) return `${file}: accepted (${sent.id})`;
  if (ended.error) return `${file}: failed: ${ended.error.code}: ${ended.error.message}`;
  const delta = ended.delta;
  const words = delta
    ? `${delta.opened} new, ${delta.fixed} fixed, ${delta.moved} moved, ${delta.reopened} reopened`
    : ended.state;
  return `${file}: ${ended.tool}, ${ended.observations} ${ended.observations === 1 ? 'result' : 'results'}: ${words} (${sent.id})`;
}
