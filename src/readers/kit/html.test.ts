import { expect, test } from 'vitest';
import { markdownOfHtml } from './html.ts';

test.each([
  ['plain text, a < b', 'plain text, a < b'],
  ['<p>One.</p><p>Two.</p>', 'One.\n\nTwo.'],
  ['a<br>b<br/>c', 'a\nb\nc'],
  ['<ul><li>x</li><li>y</li></ul>', '- x\n- y'],
  ['see <a href="https://example.com/a">the page</a>', 'see [the page](https://example.com/a)'],
  ['<a href="https://example.com/a">https://example.com/a</a>', 'https://example.com/a'],
  ['set <code>HttpOnly</code> <b>now</b>', 'set `HttpOnly` **now**'],
  ['&lt;b&gt; &amp;lt; &#65;&#x42;&unknown;', '<b> &lt; AB&unknown;'],
])('%j becomes Markdown', (html, markdown) => {
  expect(markdownOfHtml(html)).toBe(markdown);
});

test('scripts, styles, comments and unknown tags go, their danger with them', () => {
  expect(markdownOfHtml('<!-- x -->a<script>alert(1)</script><style>b{}</style><img src=x onerror=y>c')).toBe(
    'ac',
  );
});

test('a link that does not lead to the web keeps only its words', () => {
  expect(markdownOfHtml('<a href="javascript:alert(1)">click</a>')).toBe('click');
});

test('hostile input takes no longer than it should', () => {
  const started = performance.now();
  for (const piece of [
    '<',
    '<a ',
    '<!--',
    '<script>',
    '&',
    '<a href="https://x',
    '\n\n- ',
    ' ',
    '\n',
    '<a href=',
  ]) {
    markdownOfHtml(`<p>${piece.repeat(60_000)}`);
  }
  expect(performance.now() - started).toBeLessThan(1000);
});
