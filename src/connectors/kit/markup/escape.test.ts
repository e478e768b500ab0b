import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeSpan, escapeLines, escapeMarkdown } from '../../../kernel/markdown/escape.ts';
import { plainLine } from '../../../kernel/markdown/visible.ts';
import { parseMarkdown } from './parse.ts';

/** Texts made of what means something in a mark-up, besides any other text. */
const marks = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '*',
        '_',
        '`',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '#',
        '-',
        '+',
        '1.',
        '2)',
        '|',
        '\\',
        '~',
        '!',
      ),
      fc.constantFrom(
        '&amp;',
        '&',
        '---',
        '===',
        '](http://x.y)',
        'http://a.b',
        '\n',
        ' ',
        '    ',
        ':-',
        'a',
        '1',
        'é',
      ),
      fc.constantFrom(
        '\u202e',
        '\u200b',
        '\u0000',
        '\t',
        '\ud800',
        '😀',
        '<b>',
        '<!--',
        '@',
        '[^1]',
        '[ ]',
        '```',
      ),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(marks, fc.string({ unit: 'binary', maxLength: 60 }));
const textNode = (value: string) => [{ type: 'text', value }];

describe('an escaped text', () => {
  it('is that text in a paragraph, and nothing else, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = plainLine(text);
        const children = line === '' ? [] : [{ type: 'paragraph', children: textNode(line) }];
        expect(parseMarkdown(escapeMarkdown(text))).toEqual({ type: 'root', children });
      }),
      { numRuns: 400 },
    );
  });

  it('is that text after words, in a heading, in an item and in a cell', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = plainLine(text);
        const it = escapeMarkdown(text);
        const source = `## h: ${it}\n\n- i: ${it}\n\n| a | b |\n|---|---|\n| c: ${it} | d |\n\nend ${it}.`;
        const [heading, list, table, end] = parseMarkdown(source).children;
        expect(heading).toMatchObject({ children: textNode(`h: ${line}`.trim()) });
        expect(list).toMatchObject({
          children: [{ children: [{ children: textNode(`i: ${line}`.trim()) }] }],
        });
        const cells = [{ children: textNode(`c: ${line}`.trim()) }, { children: textNode('d') }];
        expect(table).toMatchObject({ children: [{}, { children: cells }] });
        expect(end).toEqual({ type: 'paragraph', children: textNode(`end ${line}.`) });
      }),
      { numRuns: 200 },
    );
  });

  it('stays readable where nothing has to be escaped', () => {
    for (const text of [
      'A jump from 3.10.1 to 4.17.21',
      'CVE-2025-1',
      'snake_case & more (of it)',
      'it’s 100%',
    ])
      expect(escapeMarkdown(text)).toBe(text);
  });

  it('shows nothing that changes the order of letters or cannot be seen', () => {
    expect(plainLine('a\u202eb\u200bc\u2066d\ufeff\u0007')).toBe('abcd');
    expect(plainLine('سلام\u200fعلیک 👩\u200d💻')).toBe('سلام\u200fعلیک 👩\u200d💻');
  });
});

it('escaped lines keep their paragraphs and breaks, and nothing else', () => {
  const [first, second, ...rest] = parseMarkdown(escapeLines('# a\n- b\r\n\n\n> c\n')).children;
  expect(first).toMatchObject({
    type: 'paragraph',
    children: [{ value: '# a' }, { type: 'break' }, { value: '- b' }],
  });
  expect(second).toMatchObject({ type: 'paragraph', children: [{ value: '> c' }] });
  expect(rest).toEqual([]);
});

it('code inside a line is that text, whatever ticks it holds; with a pipe it is plain', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const line = plainLine(text);
      fc.pre(line !== '');
      const [paragraph] = parseMarkdown(`x ${codeSpan(text)} y`).children;
      const plain = [{ type: 'text', value: `x ${line} y` }];
      const code = [{ value: 'x ' }, { type: 'inlineCode', value: line }, { value: ' y' }];
      expect(paragraph).toMatchObject({ children: line.includes('|') ? plain : code });
    }),
    { numRuns: 200 },
  );
});
