import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scan } from '../contract/scans.ts';
import { acceptedScan, scan } from '../contract/scans.ts';
import { AppError } from '../kernel/errors.ts';
import { filesOf } from './files.ts';
import type { Io } from './io.ts';
import { call, type Server, serverOf } from './lanekeeper-server.ts';
import { asPipeline } from './pipeline-token.ts';
import { startProgress } from './progress.ts';
import { attachSource } from './source/attach-source.ts';
import { openCheckout } from './source/checkout.ts';

interface Options {
  repo?: string;
  target?: string;
  commit?: string;
  branch?: string;
  tool?: string;
  category?: string;
  coverage?: string;
  at?: string;
  source?: string;
  partial?: boolean;
  wait?: boolean;
  trust?: boolean;
  json?: boolean;
}

/** Waiting for one scan: the largest reports take minutes. */
const WAIT_MS = 15 * 60_000;

/**
 * `ingest REPORT…`: sends reports to the server; with --wait prints what each changed. With --source, the lines
 * that a report names without showing them go along.
 */
export async function ingestCommand(reports: string[], options: Options, io: Io): Promise<number> {
  if (!options.repo && !options.target)
    throw new AppError('LK-USAGE', 'say what was scanned: --repo NAME or --target KIND:KEY');
  const server = await asPipeline(serverOf(process.env), process.env, options.trust);
  const query = await queryOf(options);
  const checkout = options.source === undefined ? null : await openCheckout(options.source);
  const files = await filesOf(reports);
  const progress = startProgress(io, files.length, 'reports');
  let failed = 0;
  for (const file of files) {
    const source = checkout && (await attachSource(server, file, checkout, options.tool));
    const sent = await send(server, file, query, source?.id);
    const ended = options.wait && sent.state === 'received' ? await waitFor(server, sent.id) : null;
    if (ended?.state === 'failed') failed++;
    progress.clear();
    if (source?.note) io.err(`${file}: ${source.note}`);
    io.out(
      options.json
        ? JSON.stringify({
            file,
            ...sent,
            ...(source && { lineTexts: source.count }),
            ...(ended && toldOf(ended)),
          })
        : textOf(file, sent, ended),
    );
    progress.step();
  }
  progress.stop();
  return failed > 0 ? 2 : 0;
}

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

async function send(server: Server, file: string, query: URLSearchParams, lineTexts?: string | null) {
  const { size } = await stat(file);
  const address = new URLSearchParams(query);
  address.set('fileName', basename(file));
  if (lineTexts) address.set('lineTexts', lineTexts);
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
