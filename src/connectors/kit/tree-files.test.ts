import { describe, expect, it } from 'vitest';
import { readWanted, type TreeEntry } from './tree-files.ts';
import { isInside, linkTarget } from './tree-paths.ts';

const wanted = (path: string) => /(^|\/)(about\.yaml|CODEOWNERS)$/.test(path);

/** Reads a tree made of texts, bytes and links. */
function read(tree: Record<string, string | Uint8Array | { link: string }>, toldSizes = true) {
  const asked: string[] = [];
  const entries = Object.entries(tree).map(([path, content]): TreeEntry => {
    const isLink = typeof content === 'object' && 'link' in content;
    const size = toldSizes ? bytesOf(content).length : null;
    return { path, kind: isLink ? 'link' : 'file', id: path, size };
  });
  const reading = readWanted(entries, wanted, async ({ id }, maxBytes) => {
    asked.push(id);
    const bytes = bytesOf(tree[id]!);
    return bytes.length > maxBytes ? 'too-large' : bytes;
  });
  return reading.then((found) => ({ ...found, asked }));
}
const bytesOf = (content: string | Uint8Array | { link: string }): Uint8Array =>
  content instanceof Uint8Array ? content : Buffer.from(typeof content === 'string' ? content : content.link);

describe('wanted files of a tree', () => {
  it('are read and nothing else, the nearest to the root first', async () => {
    const { files, asked } = await read({
      'a/b/about.yaml': '3',
      'a/about.yaml': '2',
      'about.yaml': '1',
      'a/x': '',
    });
    expect(files.map(({ content }) => content)).toEqual(['1', '2', '3']);
    expect(asked).toHaveLength(3);
  });

  it.each([true, false])('too large are told, whether the tree tells sizes: %s', async (toldSizes) => {
    const tree = { 'about.yaml': 'x'.repeat(256 * 1024 + 1), CODEOWNERS: 'x'.repeat(3 * 1024 * 1024 + 1) };
    const { files, problems } = await read(tree, toldSizes);
    expect(files).toEqual([]);
    expect(problems).toEqual([
      { path: 'CODEOWNERS', message: 'larger than 3 MB: not read' },
      { path: 'about.yaml', message: 'larger than 256 KiB: not read' },
    ]);
  });

  it('as large as allowed are read', async () => {
    const tree = { 'about.yaml': 'x'.repeat(256 * 1024), CODEOWNERS: 'x'.repeat(3 * 1024 * 1024) };
    expect((await read(tree)).files).toHaveLength(2);
  });

  it('that are no text are told', async () => {
    const tree = { 'about.yaml': Buffer.from([0x6f, 0xff, 0xfe]), CODEOWNERS: 'a\0b' };
    expect((await read(tree)).problems).toEqual([
      { path: 'CODEOWNERS', message: 'holds a NUL character: this is no text' },
      { path: 'about.yaml', message: 'not UTF-8: save it as UTF-8 and it is read' },
    ]);
  });

  it('lose the mark at the beginning that some editors write', async () => {
    expect((await read({ 'about.yaml': '\ufeffowner: a' })).files[0]!.content).toBe('owner: a');
  });

  it('at a path that leads out are nobody’s', async () => {
    const tree = {
      '../about.yaml': '',
      '/about.yaml': '',
      'a//about.yaml': '',
      'a/../about.yaml': '',
      'a\n/about.yaml': '',
    };
    expect(await read(tree)).toMatchObject({ files: [], problems: [], asked: [] });
  });

  it('beyond a thousand are left out, the deepest first, and told', async () => {
    const many = Object.fromEntries(Array.from({ length: 1003 }, (_, i) => [`f${i}/about.yaml`, '']));
    const { files, problems } = await read({ ...many, 'about.yaml': 'root' });
    expect(files).toHaveLength(1000);
    expect(files[0]!.content).toBe('root');
    expect(problems[0]!.message).toContain('4 of them');
  });

  it('of more than 32 MB together are left out and told', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`f${i}/CODEOWNERS`, 'x'.repeat(3_000_000)]),
    );
    const { files, problems } = await read(many);
    expect(files.length).toBe(16);
    expect(problems[0]!.message).toContain('4 of them');
  });
});

describe('links', () => {
  const problem = async (tree: Parameters<typeof read>[0]) => (await read(tree)).problems[0]?.message;

  it('are followed one step, under the path of the link', async () => {
    const { files } = await read({
      'a/about.yaml': { link: '../b/../shared/owner.yaml' },
      'shared/owner.yaml': 'x',
    });
    expect(files).toEqual([{ path: 'a/about.yaml', content: 'x' }]);
  });

  it('that go in a circle, to another link, to nothing or out are told', async () => {
    expect(await problem({ 'about.yaml': { link: 'about.yaml' } })).toContain('to itself');
    expect(await problem({ 'about.yaml': { link: 'b' }, b: { link: 'about.yaml' } })).toContain(
      'another link',
    );
    expect(await problem({ 'about.yaml': { link: 'folder' }, 'folder/x': '' })).toContain('no file');
    for (const link of ['/etc/passwd', '../about.yaml', 'a/../../x', '', '..', 'a\0b', 'x'.repeat(5000)])
      expect(await problem({ 'about.yaml': { link } })).toMatch(/out of the repository|no file/);
  });

  it('are paths of the repository or nothing', () => {
    expect(linkTarget('a/b/link', '../c')).toBe('a/c');
    expect(linkTarget('a/b/link', './c/./d')).toBe('a/b/c/d');
    expect(linkTarget('link', '../c')).toBeNull();
    expect(['a/b', '.github/CODEOWNERS', 'a/..b'].every(isInside)).toBe(true);
    expect(['', '/a', 'a/', 'a//b', '.', 'a/..', 'a\u0000', '\ufffd'].some(isInside)).toBe(false);
  });
});
