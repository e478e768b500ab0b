import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABOUT_LIMITS, readYaml } from './yaml-tree.ts';

const read = (text: string) => readYaml('f.yaml', text, ABOUT_LIMITS);
const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi']
  .map((name, i) => `${name}: &${name} [${`*${'abcdefghi'[i]},`.repeat(10).slice(0, -1)}]`)
  .join('\n')}`;

describe('reading YAML that strangers wrote', () => {
  it.each([
    ['aliases that unfold to a billion values', bomb, 'too-many-aliases'],
    ['an alias inside itself', 'a: &a [*a, *a]', 'too-deep'],
    ['brackets without end', '['.repeat(200_000), 'too-deep'],
    ['dashes without end', '- '.repeat(100_000), 'too-deep'],
    ['deep indentation', Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'too-deep'],
    ['more than the size limit', `a: ${'x'.repeat(300_000)}`, 'too-large'],
    ['bytes that are not UTF-8', Buffer.from('a: b\nc: \xFF', 'latin1').toString('utf8'), 'encoding'],
    ['tabs as indentation', 'a:\n\tb: 1', 'syntax'],
    ['a tag of its own', 'a: !ref b', 'syntax'],
    ['a tag of YAML', 'a: !!binary aGVsbG8=', 'syntax'],
    ['a tag on a key', '!!str a: b', 'syntax'],
    ['documents without end', '---\n'.repeat(60_000), 'too-large'],
    ['closing brackets without end', '}'.repeat(250_000), 'syntax'],
    ['a key written twice', 'a: 1\nb: 2\na: 3', 'duplicate-key'],
    ['an alias to nothing', 'a: *b', 'syntax'],
  ])('refuses %s with a code', (_, text, code) => {
    const before = performance.now();
    expect(read(text)).toMatchObject({ trees: [], problems: [{ level: 'error', code }] });
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('takes YAML 1.2 at its word: no is text, and a merge key is a key', () => {
    expect(read('a: no\n"<<": { b: 1 }').trees[0]?.value).toEqual({ a: 'no', '<<': { b: 1 } });
  });

  it('resolves modest aliases', () => {
    expect(read('a: &x { k: 1 }\nb: *x').trees[0]?.value).toEqual({ a: { k: 1 }, b: { k: 1 } });
  });

  it('says the line and column of every value it gives', () => {
    const [tree] = read('a:\n  - b: 1\n    c: two\n').trees;
    expect(tree?.locate(['a', 0, 'c'])).toEqual({ line: 3, column: 8 });
    expect(tree?.locate(['a', 0, 'missing'])).toEqual({ line: 2, column: 5 });
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '\n',
      '  ',
      '\t',
      '"',
      '!!x ',
      '|',
      '? ',
      '---\n',
      '\0',
      '%',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        for (const tree of read(parts.join('')).trees) JSON.stringify(tree.value);
      }),
      { numRuns: 2000 },
    );
  });
});
