import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import type { HostFiles, HostPage } from '../connector.ts';
import { connector } from './index.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanekeeper-clones-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main'];
const git = (folder: string, ...args: string[]) =>
  execFileSync('git', [...IDENTITY, '-C', join(root, folder), ...args], { stdio: 'pipe' }).toString();

async function write(folder: string, files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, folder, path)), { recursive: true });
    await writeFile(join(root, folder, path), content);
  }
}

async function clone(folder: string, files: Record<string, string | Uint8Array> = {}): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  git(folder, 'init', '-q');
  if (Object.keys(files).length === 0) return;
  await write(folder, files);
  commit(folder);
}
const commit = (folder: string) => {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'a change');
};

const host = (path = root) => connector.codeHost!(fakeContext({ path }, {}));
const wanted = (path: string) => /(^|\/)(about\.yaml|CODEOWNERS)$/.test(path);
const named = (id: string) => ({ id, key: id, defaultBranch: 'main' });
const read = async (id: string) => (await host().files(named(id), wanted, null)) as HostFiles;

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for (let page: string | null = 'first'; page !== null; ) {
    const read = (await host().repositories(page, null)) as HostPage;
    found.push(...read.repositories.map(({ key }) => key));
    page = read.next;
  }
  return found;
}

describe('a folder of clones', () => {
  it('lists clones with a work tree and bare ones, in folders of folders, and nothing inside a clone', async () => {
    await clone('flat', { a: '' });
    await clone('acme/checkout', { a: '' });
    await clone('acme/checkout/vendor/inner', { a: '' });
    await mkdir(join(root, 'host/acme'), { recursive: true });
    git('.', 'clone', '-q', '--bare', join(root, 'flat'), join(root, 'host/acme/ledger.git'));
    await write('no-clone', { 'about.yaml': 'owner: a' });
    await symlink(join(root, 'flat'), join(root, 'linked'));
    expect(await keys()).toEqual(['acme/checkout', 'flat', 'host/acme/ledger']);
  });

  it('is read page by page, also when it holds thousands, and unchanged pages are known', async () => {
    for (let i = 0; i < 450; i++) {
      await mkdir(join(root, `c${i}`, '.git'), { recursive: true });
      await writeFile(join(root, `c${i}`, '.git', 'HEAD'), 'ref: refs/heads/trunk\n');
    }
    const found = await keys();
    expect(found).toHaveLength(450);
    expect(new Set(found).size).toBe(450);
    const first = (await host().repositories('first', null)) as HostPage;
    expect(first.repositories[0]!.defaultBranch).toBe('trunk');
    expect(await host().repositories('first', first.etag)).toBe('unchanged');
    await mkdir(join(root, 'c0-new', '.git'), { recursive: true });
    expect(await host().repositories('first', first.etag)).not.toBe('unchanged');
  });

  it('that is not there is an error, not a list without repositories', async () => {
    await expect(host(join(root, 'unmounted')).repositories('first', null)).rejects.toMatchObject({
      code: 'LK-CONNECTION',
    });
  });

  it('is tested by what is in it', async () => {
    expect((await connector.test(fakeContext({ path: root }, {}))).says).toEqual([
      'there is no clone in the folder',
    ]);
    await clone('acme/a', { a: '' });
    expect(await connector.test(fakeContext({ path: root }, {}))).toEqual({
      ok: true,
      says: ['1 clones, acme/a among them'],
    });
    expect(connector.settings.safeParse({ path: 'relative' }).success).toBe(false);
  });

  it('without git on the machine says so', async () => {
    await clone('a', { 'about.yaml': '' });
    const path = process.env['PATH'];
    process.env['PATH'] = root;
    try {
      await expect(read('a')).rejects.toMatchObject({ code: 'LK-CONNECTION' });
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('ownership files of a clone', () => {
  it('are those of the default branch, whatever is checked out or lies around', async () => {
    await clone('upstream', { 'about.yaml': 'owner: a', 'x/about.yaml': 'owner: x' });
    git('.', 'clone', '-q', join(root, 'upstream'), join(root, 'acme'));
    git('acme', 'checkout', '-q', '-b', 'feature');
    await write('acme', { 'about.yaml': 'owner: evil', 'y/about.yaml': 'owner: y' });
    commit('acme');
    await write('acme', { CODEOWNERS: '* @me' });
    expect((await read('acme')).files).toEqual([
      { path: 'about.yaml', content: 'owner: a' },
      { path: 'x/about.yaml', content: 'owner: x' },
    ]);
    const page = (await host().repositories('first', null)) as HostPage;
    expect(page.repositories[0]).toMatchObject({ key: 'acme', defaultBranch: 'main' });
  });

  it('that are known are unchanged until the next commit', async () => {
    await clone('a', { 'about.yaml': 'owner: a' });
    const { commit: head } = await read('a');
    expect(await host().files(named('a'), wanted, head)).toBe('unchanged');
    await write('a', { 'about.yaml': 'owner: b' });
    commit('a');
    expect(await host().files(named('a'), wanted, head)).toMatchObject({ files: [{ content: 'owner: b' }] });
  });

  it('of an empty clone are none, and of no clone are gone', async () => {
    await clone('empty');
    expect(await read('empty')).toEqual({ commit: '', files: [], problems: [] });
    await mkdir(join(root, 'sub'));
    for (const id of ['nobody', '..', '../..', 'sub', `../${root.slice(root.lastIndexOf('/') + 1)}/empty`])
      expect(await host().files(named(id), wanted, null)).toBe('gone');
  });

  it('are read through a link of the repository, and told where one leads astray', async () => {
    await clone('a', { 'docs/owners.txt': '* @acme/x', 'big/about.yaml': 'x'.repeat(300_000) });
    await symlink('docs/owners.txt', join(root, 'a', 'CODEOWNERS'));
    await mkdir(join(root, 'a', 'out'));
    await symlink('../../../etc/passwd', join(root, 'a', 'out', 'about.yaml'));
    commit('a');
    const { files, problems } = await read('a');
    expect(files).toEqual([{ path: 'CODEOWNERS', content: '* @acme/x' }]);
    expect(problems.map(({ path }) => path)).toEqual(['big/about.yaml', 'out/about.yaml']);
  });

  it('keep their order when many are read', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`f${i}/about.yaml`, `owner: t${i}`]),
    );
    await clone('a', many);
    const { files } = await read('a');
    expect(files).toHaveLength(120);
    expect(files.every(({ path, content }) => many[path] === content)).toBe(true);
  });

  it('of a broken clone are an error, and the clone is named', async () => {
    await mkdir(join(root, 'broken', '.git'), { recursive: true });
    await writeFile(join(root, 'broken', '.git', 'HEAD'), 'ref: refs/heads/main\n');
    await expect(read('broken')).rejects.toMatchObject({
      code: 'LK-ANSWER',
      message: expect.stringContaining('broken'),
    });
  });

  it('are read without running anything that the clone configures', async () => {
    await clone('a', { 'about.yaml': 'owner: a' });
    const mark = join(root, 'ran');
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'filter.x.smudge',
      'diff.external',
    ])
      git('a', 'config', name, `touch ${mark}; false`);
    await write('a', { '.git/info/attributes': '* filter=x' });
    expect((await read('a')).files).toHaveLength(1);
    expect(execFileSync('ls', [root]).toString()).not.toContain('ran');
  });
});
