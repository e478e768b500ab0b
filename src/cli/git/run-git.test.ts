import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GitRepository, gitRepository } from '../../../test/harness/git-repository.ts';
import { filesAtRef } from './files-at-ref.ts';
import { runGit } from './run-git.ts';
import { trackedFiles } from './tracked-files.ts';

let repo: GitRepository;
beforeEach(() => {
  repo = gitRepository();
});
afterEach(() => repo.remove());

it('waits for git as long as it may, and not for what git started', async () => {
  const began = performance.now();
  const answer = await runGit(repo.folder, ['-c', 'alias.slow=!sleep 20', 'slow'], { timeoutMs: 300 });
  expect(answer).toEqual({ ok: false, why: 'git took longer than 0.3 s' });
  expect(performance.now() - began).toBeLessThan(10_000);
});

it('reads so many bytes and no more', async () => {
  repo.work('Ann <ann@acme.example>', 'x', ['2026-05-01T12:00:00Z']);
  const answer = await runGit(repo.folder, ['log'], { maxBytes: 6 });
  expect(answer).toEqual({ ok: true, out: Buffer.from('commit'), cut: true });
});

it('says in one line why git does not answer', async () => {
  expect(await runGit(repo.folder, ['log'])).toEqual({
    ok: false,
    why: expect.stringMatching(/^fatal: .*does not have any commits yet$/),
  });
});

it('is not led to another repository by the variables of a hook that runs it', async () => {
  const other = gitRepository();
  other.write('theirs', '');
  repo.write('ours', '');
  process.env['GIT_DIR'] = join(other.folder, '.git');
  process.env['GIT_WORK_TREE'] = other.folder;
  try {
    expect(await trackedFiles(repo.folder)).toEqual(['ours']);
  } finally {
    delete process.env['GIT_DIR'];
    delete process.env['GIT_WORK_TREE'];
    other.remove();
  }
});

it('fetches nothing of a partial clone, and says what is not there', async () => {
  repo.write('about.yaml', 'owner: x\n');
  repo.commit('Ann <ann@acme.example>', '2026-05-01T12:00:00Z');
  repo.git('config', 'uploadpack.allowFilter', 'true');
  const clone = gitRepository();
  try {
    const folder = join(clone.folder, 'clone');
    clone.git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${repo.folder}`, 'clone');
    const sprung = join(clone.folder, 'sprung');
    clone.write('trap.sh', `#!/bin/sh\ntouch '${sprung}'\nexit 1\n`);
    chmodSync(join(clone.folder, 'trap.sh'), 0o755);
    const settings = {
      'remote.origin.uploadpack': join(clone.folder, 'trap.sh'),
      'protocol.file.allow': 'always',
    };
    for (const [key, value] of Object.entries(settings))
      execFileSync('git', ['config', key, value], { cwd: folder });
    const read = await filesAtRef(folder, 'HEAD', () => true, 1000);
    expect(read.state).toBe('unknown');
    expect(existsSync(sprung)).toBe(false);
    // The trap is one: plain git walks into it.
    expect(() =>
      execFileSync('git', ['cat-file', 'blob', 'HEAD:about.yaml'], { cwd: folder, stdio: 'pipe' }),
    ).toThrow();
    expect(existsSync(sprung)).toBe(true);
  } finally {
    clone.remove();
  }
});
