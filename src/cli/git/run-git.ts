import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

export interface GitOptions {
  /** What goes to standard input. */
  input?: string;
  /** More output than this ends the call; what came so far is the answer. */
  maxBytes?: number;
  timeoutMs?: number;
}

/** What git answered, or in one sentence why it did not. `cut`: there was more than `maxBytes`. */
export type GitAnswer = { ok: true; out: Buffer; cut: boolean } | { ok: false; why: string };

const MAX_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

/**
 * A repository's own settings may name programs (monitors, hooks, filters, signature checks, transports): none of
 * them may run because we look. `-c` and the environment win over every file.
 */
const SAFE = [
  '--no-pager',
  '--no-optional-locks',
  '--literal-pathspecs',
  ...[
    'core.fsmonitor=false',
    `core.hooksPath=${devNull}`,
    'core.untrackedCache=false',
    'core.quotePath=false',
    'log.showSignature=false',
    'protocol.allow=never',
    'color.ui=false',
  ].flatMap((setting) => ['-c', setting]),
];

/**
 * Runs git in a folder, without a shell, and lets nothing of the repository run. Never throws: a machine
 * without git, a folder that is no checkout and a call that takes too long are answers.
 * @param args the subcommand first; what comes from outside must stand after `--end-of-options` or `--`
 */
export function runGit(
  folder: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitAnswer> {
  const { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = options;
  return new Promise((resolve) => {
    const child = spawn('git', [...SAFE, ...args], { cwd: folder, env: quietEnvironment(), shell: false });
    const parts: Buffer[] = [];
    let size = 0;
    let complaint = '';
    // Nobody waits for the end of what was stopped: a program of git's own could hold the pipe open.
    const end = (answer: GitAnswer) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      for (const stream of [child.stdout, child.stderr, child.stdin]) stream.destroy();
      resolve(answer);
    };
    const timer = setTimeout(
      () => end({ ok: false, why: `git took longer than ${timeoutMs / 1000} s` }),
      timeoutMs,
    );
    child.stdout.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size > maxBytes) end({ ok: true, out: Buffer.concat(parts).subarray(0, maxBytes), cut: true });
    });
    child.stderr.on('data', (part: Buffer) => {
      if (complaint.length < 2000) complaint += part.toString('utf8');
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, why: error.code === 'ENOENT' ? 'git is not installed' : 'git could not be started' }),
    );
    child.on('close', (code) =>
      end(
        code === 0
          ? { ok: true, out: Buffer.concat(parts), cut: false }
          : { ok: false, why: firstLine(complaint) || `git ended with ${code}` },
      ),
    );
    // Git may end before it has read everything: then its exit code says what there is to say.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

const firstLine = (text: string) => text.trim().split('\n')[0]!.slice(0, 300);

/**
 * The caller may itself be run by git (a hook), whose variables point to another repository. Nothing is fetched
 * and nobody is asked for a password.
 */
function quietEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG_'),
  );
  return {
    ...Object.fromEntries(kept),
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}
