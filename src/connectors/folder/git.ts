import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../kernel/errors.ts';

/**
 * Nothing of this machine's or of the person's configuration counts, nothing is asked, nothing is fetched, and
 * nothing is written: a clone is only read.
 */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
};
const OPTIONS = [
  '--no-pager',
  '--no-replace-objects',
  '-c',
  'protocol.allow=never',
  '-c',
  'core.fsmonitor=false',
];

const TIMEOUT_MS = 120_000;
/** A tree of a million files fits. */
const MAX_BYTES = 256 * 1024 * 1024;
/** What git says about itself going wrong, for people. */
const MAX_COMPLAINT = 300;

export type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** Without a shell; `--git-dir` keeps git from looking in the folders above. */
export const startGit = (gitDir: string, args: readonly string[]): GitProcess =>
  spawn('git', [...OPTIONS, `--git-dir=${gitDir}`, ...args], {
    env: { PATH: process.env['PATH'], ...ENVIRONMENT },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });

export interface GitAnswer {
  code: number | null;
  output: Buffer;
  complaint: string;
}

/** Runs git to its end. @throws AppError LK-CONNECTION when there is no git, LK-TOO-LARGE */
export async function runGit(gitDir: string, args: readonly string[]): Promise<GitAnswer> {
  const git = startGit(gitDir, args);
  git.stdin.end();
  // Together: each of them may fail first.
  const [code, output, complaint] = await Promise.all([endOf(git), outputOf(git), textOf(git.stderr)]);
  if (output === null) throw new AppError('LK-TOO-LARGE', 'git answered with more than 256 MB');
  return { code, output, complaint };
}

/** Null when it is too much: git is stopped. */
async function outputOf(git: GitProcess): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of git.stdout as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MAX_BYTES) parts.push(part);
    else git.kill('SIGKILL');
  }
  return bytes > MAX_BYTES ? null : Buffer.concat(parts);
}

/** The exit code; null when it was stopped. */
export const endOf = (git: GitProcess): Promise<number | null> =>
  new Promise((done, failed) => {
    git.once('close', (code) => done(code));
    git.once('error', (cause) =>
      failed(new AppError('LK-CONNECTION', 'the program git cannot be started on this machine', { cause })),
    );
    // A git that ends early leaves the pipe; its exit code says why.
    git.stdin.on('error', () => {});
  });

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream) if (text.length < MAX_COMPLAINT) text += String(part);
  return text.slice(0, MAX_COMPLAINT).trim();
}
