import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitRepository, gitRepository } from '../../test/harness/git-repository.ts';
import { type AboutCheckOptions, aboutCheckCommand } from './about.ts';
import { annotation, inWorkspace, shown } from './about-output.ts';

const OK = 'apiVersion: lanekeeper.dev/v1\nowner: ledger\n';
const ANN = 'Ann <ann@acme.example>';
let repo: GitRepository;
let lines: string[];
const io = {
  out: (line: string) => void lines.push(line),
  err: (line: string) => void lines.push(line),
  color: false,
};
const check = (options: AboutCheckOptions = {}) => aboutCheckCommand(repo.folder, options, io);
const annotated = (...expected: string[]) => expect(lines).toEqual(expected);

beforeEach(() => {
  repo = gitRepository();
  lines = [];
});
afterEach(() => repo.remove());

/** Root may read everything: then the check runs as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Where the project lies in a closed folder, nobody cannot run it. */
function readableByOthers(): boolean {
  try {
    execFileSync(process.execPath, ['-e', "require('fs').readFileSync('package.json')"], {
      stdio: 'ignore',
      ...NOBODY,
    });
    return true;
  } catch {
    return false;
  }
}

describe('about check', () => {
  it('reads what git knows or would add: no ignored file, none of others, none that is deleted', async () => {
    repo.write('about.yaml', OK);
    repo.write('gone/about.yaml', 'apiVersion: lanekeeper.dev/v1\n');
    repo.write('.gitignore', 'build/\n');
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    unlinkSync(join(repo.folder, 'gone/about.yaml'));
    for (const folder of ['build', 'node_modules/x', 'vendor/y', '.cache'])
      repo.write(`${folder}/about.yaml`, 'apiVersion: lanekeeper.dev/v1\n');
    repo.write('new one/about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: a\ntier: 7\n');
    expect(await check()).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^new one\/about\.yaml:3:7: error: tier: /);
  });

  it('leaves alone links out of the repository and in circles, and says so', async () => {
    symlinkSync('/etc/hosts', join(repo.folder, 'about.yaml'));
    mkdirSync(join(repo.folder, 'a'));
    symlinkSync('b.yaml', join(repo.folder, 'a/about.yaml'));
    symlinkSync('about.yaml', join(repo.folder, 'a/b.yaml'));
    symlinkSync('..', join(repo.folder, 'a/loop'));
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    expect(await check()).toBe(0);
    annotated(
      'a/about.yaml:1:1: warning: this is no plain file, and links are not followed: put the file itself here',
      'about.yaml:1:1: warning: this is no plain file, and links are not followed: put the file itself here',
      '0 ownership files: nothing in the way',
    );
  });

  it('lets nothing of the repository run, whatever its settings say', async () => {
    repo.write('about.yaml', OK);
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    const trap = join(repo.folder, 'trap.sh');
    const sprung = join(repo.folder, 'sprung');
    repo.write('trap.sh', `#!/bin/sh\ntouch '${sprung}'\n`);
    chmodSync(trap, 0o755);
    for (const setting of ['core.fsmonitor', 'core.pager', 'gpg.program', 'core.sshCommand', 'diff.external'])
      repo.git('config', setting, trap);
    repo.git('config', 'log.showSignature', 'true');
    repo.git('config', 'core.hooksPath', repo.folder);
    repo.write('post-index-change', `#!/bin/sh\ntouch '${sprung}'\n`);
    chmodSync(join(repo.folder, 'post-index-change'), 0o755);
    expect(await check({ base: 'HEAD' })).toBe(0);
    expect(() => execFileSync('ls', [sprung], { stdio: 'pipe' })).toThrow();
    // The trap is one: plain git walks into it.
    repo.git('status');
    expect(execFileSync('ls', [sprung], { encoding: 'utf8' })).toContain('sprung');
  });

  it('tells a CODEOWNERS of 5 MB by one sentence', async () => {
    repo.write('about.yaml', OK);
    repo.write('CODEOWNERS', `${'/some/path/file.txt @acme/ledger\n'.repeat(160_000)}`);
    expect(await check()).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^CODEOWNERS:1:1: error: .*3 MB/)]);
  });

  it('does not judge names of teams without a list, and suggests one with it', async () => {
    repo.write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: paymnets-core\n');
    expect(await check()).toBe(0);
    repo.write('teams.yaml', 'teams: [{ key: payments-core }]\n');
    lines = [];
    expect(await check({ teams: join(repo.folder, 'teams.yaml') })).toBe(1);
    expect(lines[0]).toBe(
      'about.yaml:2:8: error: no team is called paymnets-core; did you mean payments-core?',
    );
  });

  it.skipIf(!readableByOthers())('says that a file cannot be read, once, instead of missing it', () => {
    repo.write('about.yaml', OK);
    repo.write('sub/x', '');
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    chmodSync(join(repo.folder, 'about.yaml'), 0);
    chmodSync(repo.folder, 0o755);
    const run = () =>
      execFileSync(process.execPath, ['src/cli/main.ts', 'about', 'check', repo.folder, '--json'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        ...NOBODY,
      });
    let out = '';
    try {
      run();
    } catch (error) {
      out = (error as { stdout: string }).stdout;
    }
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ file: 'about.yaml', level: 'error', code: 'unreadable' }]);
  });

  it('writes annotations that GitHub puts beside the line, errors first', async () => {
    repo.write('a,b:c%/about.yaml', 'apiVersion: lanekeeper.dev/v1\nonwer: x\n');
    repo.write('about.yaml', OK);
    expect(await check({ github: true })).toBe(1);
    annotated(
      '::error title=Ownership,file=a%2Cb%3Ac%25/about.yaml,line=1,col=1::owner is missing',
      '::warning title=Ownership,file=a%2Cb%3Ac%25/about.yaml,line=2,col=1::onwer is not a key we know; did you mean owner?',
    );
  });

  it('refuses two forms of the answer at once', async () => {
    await expect(check({ json: true, github: true })).rejects.toMatchObject({ code: 'LK-USAGE' });
  });
});

describe('about check --base', () => {
  const base = (options: AboutCheckOptions = {}) => check({ base: 'main~0', ...options });

  it('passes a file that is untouched or mended, and fails one that the change breaks or deletes', async () => {
    repo.write('about.yaml', OK);
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    expect(await base()).toBe(0);
    annotated('pass: about.yaml is in order');
    lines = [];
    repo.write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: x\ntier: 9\n');
    expect(await base()).toBe(1);
    expect(lines.at(-1)).toMatch(
      /^fail: about\.yaml was in order and is not with this change; what is left is line 3/,
    );
    repo.commit(ANN, '2026-05-02T12:00:00Z');
    lines = [];
    expect(await base()).toBe(1);
    expect(lines.at(-1)).toMatch(/not your doing/);
    repo.write('about.yaml', OK);
    lines = [];
    expect(await base()).toBe(0);
    annotated('pass: thank you: about.yaml was broken and is in order again');
    unlinkSync(join(repo.folder, 'about.yaml'));
    lines = [];
    expect(await base()).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^fail: this change deletes about\.yaml/)]);
  });

  it('tells a first file from none', async () => {
    repo.write('x', '');
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    expect(await base()).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^fail: no about\.yaml says who owns this yet/)]);
    repo.write('about.yaml', OK);
    lines = [];
    expect(await base({ json: true })).toBe(0);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { base: 'main~0', outcome: 'pass', verdicts: [{ row: 'added', outcome: 'pass', file: 'about.yaml' }] },
    ]);
  });

  it('reads names with line breaks and files of any size from git', async () => {
    repo.write('about.yaml', OK);
    repo.write('line\nbreak "q"/about.yaml', OK);
    repo.write('big/about.yaml', `${OK}# ${'x'.repeat(5_000_000)}\n`);
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    expect(await base({ github: true })).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        /^::error title=Ownership,file=big\/about\.yaml,line=1,col=1::big\/about\.yaml was broken before/,
      ),
    ]);
  });

  it('is neutral where git does not answer, and wrong use where the commit is not there', async () => {
    repo.write('about.yaml', OK);
    repo.commit(ANN, '2026-05-01T12:00:00Z');
    await expect(check({ base: 'origin/main' })).rejects.toMatchObject({ code: 'LK-USAGE' });
    await expect(check({ base: '--help' })).rejects.toMatchObject({ code: 'LK-USAGE' });
    unlinkSync(join(repo.folder, 'about.yaml'));
    execFileSync('rm', ['-r', join(repo.folder, '.git')]);
    expect(await base()).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^neutral: about\.yaml could not be looked at \(.*not a git repository/),
    ]);
  });
});

describe('hostile names', () => {
  it('neither move a terminal nor command a runner', () => {
    expect(shown('::error::x')).toBe(': :error::x');
    expect(shown('a\n##[add-mask]x\u001B[2J\u202E')).toBe('a\\u{a}## [add-mask]x\\u{1b}[2J\\u{202e}');
  });

  it('are escaped in annotations as the toolkit does', () => {
    expect(annotation('note', { file: '::,%\r\n', line: 2, column: 3 }, '100%\r\n::stop:,', 'A:B')).toBe(
      '::notice title=A%3AB,file=%3A%3A%2C%25%0D%0A,line=2,col=3::100%25%0D%0A::stop:,',
    );
    expect(annotation('error', null, 'x', 'T')).toBe('::error title=T::x');
  });

  it('stand in annotations with their way from the root of the workspace', () => {
    expect(inWorkspace('/w/a/b', '/w')('about.yaml')).toBe('a/b/about.yaml');
    expect(inWorkspace('/w', '/w')('about.yaml')).toBe('about.yaml');
    expect(inWorkspace('/elsewhere', '/w')('about.yaml')).toBe('about.yaml');
  });
});
