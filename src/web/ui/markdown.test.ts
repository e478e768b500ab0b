import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';
import { safeHref } from './markdown-inline.ts';

const html = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));

/** The elements of a page, without the text between them. */
const tagsOf = (markup: string) => [...markup.matchAll(/<([a-z0-9]+)/g)].map((match) => match[1]);
const hrefsOf = (markup: string) => [...markup.matchAll(/href="([^"]*)"/g)].map((match) => match[1]!);

describe('what reports and people write', () => {
  it('becomes headings, lists, code, tables, emphasis and links', () => {
    const markup = html(
      [
        '# Upgrade lodash',
        'Call `merge` with **care**, _please_.',
        '',
        '1. open `package.json`',
        '2. run:',
        '   - npm install',
        '   - npm test',
        '',
        '```sh',
        'npm install <lodash>',
        '```',
        '| from | to |',
        '|---|---|',
        '| 4.17.11 | 4.17.21 |',
        '',
        'See [the advisory](https://example.test/a?b=1&c=2) or https://example.test/x.',
      ].join('\n'),
    );
    expect(markup).toContain('<h3>Upgrade lodash</h3>');
    expect(markup).toContain('<code>merge</code> with <strong>care</strong>, <em>please</em>.');
    expect(markup).toMatch(
      /<ol start="1"><li>open .*<li>run:<ul><li>npm install<\/li><li>npm test<\/li><\/ul>/,
    );
    expect(markup).toContain('npm install &lt;lodash&gt;');
    expect(markup).toContain('<td>4.17.11</td><td>4.17.21</td>');
    expect(hrefsOf(markup)).toEqual(['https://example.test/a?b=1&amp;c=2', 'https://example.test/x']);
    expect(markup).toContain('rel="noopener noreferrer nofollow"');
  });

  it('has its headings below those of the page, in quotes, too', () => {
    expect(html('> # Injection\n> Text.')).toContain('<blockquote><h3>Injection</h3>');
  });

  it('keeps names with underscores, stars in arithmetic and lone markers as they are', () => {
    expect(html('call my_own_function with 2 * 3 * 4 and a ` tick')).toContain(
      'call my_own_function with 2 * 3 * 4 and a ` tick',
    );
  });
});

describe('what a hostile report writes', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '**<svg onload=alert(1)>**',
    '| <iframe src=//evil.test> | b |\n|---|---|\n| <b> | d |',
    '```\n</code></pre><script>alert(1)</script>',
    '- <a href="javascript:alert(1)">x</a>',
  ])('stays text: %s', (text) => {
    const allowed = [
      'div',
      'p',
      'strong',
      'ul',
      'li',
      'pre',
      'code',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ];
    expect(tagsOf(html(text)).filter((tag) => !allowed.includes(tag!))).toEqual([]);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox)',
    '[x](//evil.test/)',
    '[x](/sign-out)',
    '[x](https://bank.test@evil.test/)',
    '<javascript:alert(1)>',
    '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
    '[x](https:\\evil.test)',
  ])('is not followed: %s', (text) => {
    expect(hrefsOf(html(text))).toEqual([]);
  });

  it('loads no picture: an image becomes a link to it', () => {
    expect(tagsOf(html('![pixel](https://evil.test/p.gif)'))).toEqual(['div', 'p', 'a']);
  });

  it('costs time linear to its length', () => {
    const hostile = ['**a', '[a](', '`a', '_a _', '> - ', '| - ', '![', '<http://', '](', '#'].map((piece) =>
      piece.repeat(30_000 / piece.length),
    );
    const start = performance.now();
    for (const text of hostile) html(text);
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  it('gives only known elements and web addresses, whatever the text', () => {
    const piece = fc.constantFrom(
      ...['**', '_', '`', '```\n', '[', '](', ')', 'http://a.test', 'javascript:', '<b>', '\n', '\n\n', '- '],
      ...['1. ', '> ', '|', '|---|\n', '#', ' ', 'word', '\\', '&lt;', '"', "'", '!', '\u0000', '\u202e'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const markup = html(pieces.join(''));
        expect(markup).not.toMatch(/<(script|b|img|svg|iframe|style)\b/);
        for (const href of hrefsOf(markup)) expect(href).toMatch(/^https?:\/\//);
      }),
    );
  });
});

describe('addresses', () => {
  it('are followed only when they are absolute web addresses', () => {
    expect(safeHref('https://example.test/a b')).toBe('https://example.test/a%20b');
    expect(safeHref('ftp://example.test')).toBeNull();
    expect(safeHref(' https://example.test')).toBeNull();
  });
});
