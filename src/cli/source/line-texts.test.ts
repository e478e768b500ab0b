import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Observation, Place } from '../../kernel/observation.ts';
import { LARGEST_FILE_BYTES, openCheckout } from './checkout.ts';
import { makeLineTexts } from './line-texts.ts';
import { gatherPlaces } from './places.ts';

let home: string;
let root: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lanekeeper-source-'));
  root = join(home, 'repo');
  await mkdir(root);
});
afterEach(() => rm(home, { recursive: true }));

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), content);
}

const seen = (place: Place, more: Partial<Observation> = {}): Observation => ({
  kind: 'code',
  rule: 'B602',
  title: 'Shell',
  severity: 'high',
  cwes: [78],
  vulnerabilities: [],
  place,
  ...more,
});

/** What would be sent for these results, and what was left out. */
async function texts(observations: Observation[], maxBytes = 1e6) {
  const places = gatherPlaces();
  observations.forEach(places.add);
  const made = await makeLineTexts(places, await openCheckout(root), maxBytes);
  const lines = Buffer.concat(made.pieces).toString().split('\n').filter(Boolean);
  expect(Buffer.concat(made.pieces)).toHaveLength(made.bytes);
  expect(lines).toHaveLength(made.count);
  return {
    sent: lines.map((line) => JSON.parse(line) as { path: string; line: number; text: string }),
    leftOut: Object.fromEntries(made.leftOut),
  };
}
const at = (path: string, startLine: number, endLine?: number) =>
  seen({ path, startLine, ...(endLine && { endLine }) });

describe('the line of a place', () => {
  it.each([
    ['LF', 'one\n\t two  2 \nthree\n'],
    ['CRLF', 'one\r\n\t two  2 \r\nthree\r\n'],
    ['CR', 'one\r\t two  2 \rthree'],
    ['a UTF-8 byte order mark', '\uFEFFone\ntwo 2\nthree'],
    ['UTF-16 with a mark', Buffer.from('\uFEFFone\r\ntwo 2\r\nthree', 'utf16le')],
    ['UTF-16 without one', Buffer.from('one\ntwo 2\nthree\nand some more', 'utf16le')],
    ['Western Windows', Buffer.from('one\ntwo 2\nthree\xE9', 'latin1')],
  ])('is found with its white space folded in a file of %s', async (_name, content) => {
    await write('a.py', content);
    const { sent } = await texts([at('a.py', 2), at('a.py', 1)]);
    expect(sent).toEqual([
      { path: 'a.py', line: 1, text: 'one' },
      { path: 'a.py', line: 2, text: 'two 2' },
    ]);
  });

  it('is the last one with and without an end; one line further there is nothing', async () => {
    await write('a.py', 'one\ntwo');
    await write('b.py', 'one\ntwo\n');
    const { sent, leftOut } = await texts(['a.py', 'b.py'].flatMap((path) => [at(path, 2), at(path, 3)]));
    expect(sent.map(({ path, text }) => [path, text])).toEqual([
      ['a.py', 'two'],
      ['b.py', 'two'],
    ]);
    expect(leftOut).toEqual({ 'beyond-end': 2 });
  });

  it('is the first of its range that is not blank', async () => {
    await write('a.py', '\n  \nuse(x)\n');
    const { sent, leftOut } = await texts([at('a.py', 1, 3), at('a.py', 2)]);
    expect(sent).toEqual([{ path: 'a.py', line: 1, text: 'use(x)' }]);
    expect(leftOut).toEqual({ blank: 1 });
  });

  it('is cut, and never in the middle of a character', async () => {
    await write('a.py', `${'x '.repeat(199)}x\u{1F600}${' y'.repeat(3_000_000)}`);
    const [one] = (await texts([at('a.py', 1)])).sent;
    expect(one!.text.length).toBeLessThanOrEqual(400);
    expect(one!.text).toMatch(/^x x .*x\uFFFD$/);
  });

  it('is not asked for where the report shows it, and once for several results', async () => {
    await write('a.py', 'one\ntwo');
    const { sent } = await texts([
      seen({ path: 'a.py', startLine: 1, snippet: 'one' }),
      at('a.py', 2),
      at('a.py', 2),
      seen({ path: 'a.py' }),
      seen({ startLine: 1 }),
    ]);
    expect(sent).toEqual([{ path: 'a.py', line: 2, text: 'two' }]);
  });

  it('is left out beyond the size that the server takes, and said', async () => {
    await write('a.py', 'alpha\nbeta\ngamma');
    const all = [at('a.py', 1), at('a.py', 2), at('a.py', 3)];
    const { sent, leftOut } = await texts(all, 90);
    expect(sent.map(({ text }) => text)).toEqual(['alpha', 'beta']);
    expect(leftOut).toEqual({ 'too-much': 1 });
  });
});

describe('nothing outside the folder is opened', () => {
  it('neither by a link to a file or folder, nor by .., nor by an absolute path', async () => {
    await writeFile(join(home, 'outside.py'), 'hidden');
    await symlink(join(home, 'outside.py'), join(root, 'file.py'));
    await symlink(home, join(root, 'folder'));
    const paths = [
      'file.py',
      'folder/outside.py',
      '../outside.py',
      'a/../../outside.py',
      '/etc/passwd',
      '..',
    ];
    const { sent, leftOut } = await texts(paths.map((path) => at(path, 1)));
    expect(sent).toEqual([]);
    expect(leftOut).toEqual({ outside: paths.length });
  });

  it('nor what git keeps, by its name or by a link', async () => {
    await write('.git/config', 'url = https://joe:pass1234@host/x');
    await symlink(join(root, '.git', 'config'), join(root, 'config.ini'));
    const { sent, leftOut } = await texts([
      at('.git/config', 1),
      at('build/.git/config', 1),
      at('config.ini', 1),
    ]);
    expect(sent).toEqual([]);
    expect(leftOut).toEqual({ outside: 3 });
  });

  it('but a link that stays inside is followed', async () => {
    await write('lib/a.py', 'inner');
    await symlink(join(root, 'lib'), join(root, 'src'));
    expect((await texts([at('src/a.py', 1)])).sent).toEqual([{ path: 'src/a.py', line: 1, text: 'inner' }]);
  });

  it('and folders, large files and binaries are left out', async () => {
    await write('dir/a.py', 'x');
    await write('large.js', 'x\n'.repeat(LARGEST_FILE_BYTES / 2 + 1));
    await write(
      'picture.png',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 0x1a, 10, 0, 0, 0, 13, 1, 2, 3, 200]),
    );
    await write('zeros.py', 'some text\nand a\0zero in it, somewhere far behind');
    const { sent, leftOut } = await texts(
      ['dir', 'large.js', 'picture.png', 'zeros.py'].map((path) => at(path, 1)),
    );
    expect(sent).toEqual([]);
    expect(leftOut).toEqual({ 'not-a-file': 1, large: 1, binary: 2 });
  });

  it('a folder that is none is refused', async () => {
    await expect(openCheckout(join(home, 'none'))).rejects.toMatchObject({ code: 'LK-USAGE' });
    await writeFile(join(home, 'file'), '');
    await expect(openCheckout(join(home, 'file'))).rejects.toMatchObject({ code: 'LK-USAGE' });
  });
});

describe('a path with folders of the build machine', () => {
  it('loses them when exactly one shorter path exists, and keeps its own name', async () => {
    await write('src/app/a.py', 'right');
    const { sent } = await texts([at('data/agent/7/src/app/a.py', 1)]);
    expect(sent).toEqual([{ path: 'data/agent/7/src/app/a.py', line: 1, text: 'right' }]);
  });

  it('is left out when several fit, or none', async () => {
    await write('src/a.py', 'one');
    await write('a.py', 'other');
    const { sent, leftOut } = await texts([at('agent/src/a.py', 1), at('agent/src/b.py', 1)]);
    expect(sent).toEqual([]);
    expect(leftOut).toEqual({ ambiguous: 1, missing: 1 });
  });

  it('is taken as it is when it exists, whatever else would fit', async () => {
    await write('src/a.py', 'exact');
    await write('a.py', 'other');
    expect((await texts([at('src/a.py', 1)])).sent[0]!.text).toBe('exact');
  });
});

describe('secrets', () => {
  const secret = (place: Place) => seen(place, { kind: 'secret', secret: {} });

  it('never have their line sent, nor has another result in a line with one', async () => {
    await write('src/a.py', 'one\ntwo\nthree\nfour\nfive');
    const { sent, leftOut } = await texts([
      secret({ path: 'agent/src/a.py', startLine: 2, endLine: 3 }),
      secret({ path: 'src/a.py', startLine: 3, endLine: 4 }),
      ...[1, 2, 3, 4, 5].map((line) => at('src/a.py', line)),
    ]);
    expect(sent.map(({ text }) => text)).toEqual(['one', 'five']);
    expect(leftOut).toEqual({ secret: 3 });
  });

  it('that lie somewhere in a file keep all of its lines back', async () => {
    await write('a.py', 'one');
    expect(await texts([secret({ path: 'a.py' }), at('a.py', 1)])).toEqual({
      sent: [],
      leftOut: { secret: 1 },
    });
  });

  it('that no tool calls so are masked where words or the weakness speak of credentials', async () => {
    const lines = [
      'password = "hunter2"',
      'x = "hunter2 it is"',
      'get("https://joe:pass1234@host")',
      'run(cmd)',
    ];
    await write('a.py', lines.join('\n'));
    const { sent } = await texts([
      at('a.py', 1),
      seen({ path: 'a.py', startLine: 2 }, { cwes: [798] }),
      at('a.py', 3),
      at('a.py', 4),
    ]);
    expect(JSON.stringify(sent)).not.toMatch(/hunter2|pass1234/);
    expect(sent.at(-1)!.text).toBe('run(cmd)');
  });
});
