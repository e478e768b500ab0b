import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface GitRepository {
  folder: string;
  git(...args: string[]): string;
  write(path: string, content: string | Buffer): void;
  /** Adds everything and commits it. @param author `Ann <ann@acme.example>` @param at ISO 8601 */
  commit(author: string, at: string): void;
  /** A commit for each time, all of one file by one plainly named author: quick, for long histories. */
  work(author: string, path: string, times: readonly string[]): void;
  remove(): void;
}

/** A real repository in a folder of its own, whatever the machine's own settings of git are. */
export function gitRepository(): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), 'lanekeeper-git-'));
  const run = (args: string[], extra: Record<string, string> = {}, input = '') =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_COMMITTER_NAME: 'Committer',
        GIT_COMMITTER_EMAIL: 'committer@acme.example',
        GIT_AUTHOR_NAME: 'Author',
        GIT_AUTHOR_EMAIL: 'author@acme.example',
        ...extra,
      },
    });
  run(['init', '-q', '-b', 'main']);
  return {
    folder,
    git: (...args) => run(args),
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    commit(author, at) {
      run(['add', '-A']);
      const [, name = '', email = ''] = /^(.*) <(.*)>$/s.exec(author) ?? [];
      run(['commit', '-q', '--allow-empty', '--allow-empty-message', '-m', ''], {
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_AUTHOR_DATE: at,
        GIT_COMMITTER_DATE: at,
      });
    },
    work(author, path, times) {
      const begun = run(['branch', '--list', 'main']) !== '';
      const commits = times.map((time, index) => {
        const content = `${author} ${time}\n`;
        const from = index === 0 && begun ? 'from refs/heads/main^0\n' : '';
        const who = `${author} ${Date.parse(time) / 1000} +0000`;
        return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata 0\n${from}M 100644 inline ${path}\ndata ${content.length}\n${content}\n`;
      });
      run(['fast-import', '--quiet'], {}, commits.join(''));
      run(['reset', '-q', '--hard', 'main']);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
