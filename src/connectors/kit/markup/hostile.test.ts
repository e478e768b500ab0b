import { describe, expect, it } from 'vitest';
import { escapeLines, escapeMarkdown } from '../../../kernel/markdown/escape.ts';
import { plainLine } from '../../../kernel/markdown/visible.ts';
import { ADF, toAdf } from './adf.ts';
import { GITHUB, toGithub } from './github.ts';
import { GITLAB, toGitlab } from './gitlab.ts';
import { toHtml } from './html.ts';
import { toMrkdwn, toSections } from './mrkdwn.ts';
import { parseMarkdown } from './parse.ts';
import { toText } from './text.ts';
import { TEXTILE, toTextile } from './textile.ts';
import type { Root } from './tree.ts';
import { type Markup, truncate } from './truncate.ts';
import { toWiki, WIKI } from './wiki.ts';

/** Titles as somebody would write them who wants more than a title. */
const HOSTILE = [
  '<!channel> <!here> <@U123|x> <#C1> <https://evil.example|click>',
  '{code} {noformat} {color:red}x{color} {{macro}} {panel} {html}',
  '[x](javascript:alert(1)) [y](data:text/html,x) [z](https://evil.example)',
  '*[link](http://evil.example) **bold** _em_ ~~gone~~ `code`',
  '[words|https://evil.example] !https://evil.example/x.png! [~admin] ??cite?? h1. {quote}',
  '</pre><pre> <script>alert(1)</script> "x":https://evil.example !pic.png! {{include(x)}} [[Page]]',
  '@acme/security @octocat #12 !34 acme/app#5 GH-7 ~bug %1 &8 $9 https://evil.example/issues/1',
  '/close',
  '# heading',
  '| a | b |',
  '- item\n1. item\n> quote\n---',
  '"}],"type":"panel","content":[{"type":"mention","attrs":{"id":"x"}',
  '\u202egnp.exe\u2066 zero\u200bwidth \u200fسلام',
  'h1. bq. p(x). fn1. commit:abc source:x user:admin ABC(words) (c) r12 :smile: :) (x)',
  '&lt;b&gt; &#64; &amp; \\ \\\\ ^sup^ +ins+ @code@ ==x== %span%',
];
const title = (text: string): Root => parseMarkdown(escapeMarkdown(text));
/** Takes the entities of wiki texts back, as their renderers do. */
const rendered = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll('\u200b', '');

describe.each(HOSTILE)('the title %s', (hostile) => {
  const line = plainLine(hostile);

  it('is one text without marks in ADF', () => {
    expect(toAdf(title(hostile)).content).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: line }] },
    ]);
  });

  it('is read by a parser of Markdown as that text, and mentions, refers and commands nothing', () => {
    expect(toGithub(title(hostile))).not.toMatch(/GH-\d/);
    for (const render of [toGithub, toGitlab]) {
      const markdown = render(title(hostile));
      const [paragraph, ...rest] = parseMarkdown(markdown).children;
      expect(rest).toEqual([]);
      expect(paragraph).toEqual({ type: 'paragraph', children: [{ type: 'text', value: line }] });
      expect(markdown).not.toMatch(/@\w|#\d(?!\d*;)|:\/\//i);
    }
    expect(toGitlab(title(hostile))).not.toMatch(/^\//);
    expect(toGitlab(title(hostile))).not.toMatch(/[!~%$]\d|&\d|~\w/);
  });

  it('has nothing in wiki mark-up and Textile that these act on, and reads as it was', () => {
    const wiki = toWiki(title(hostile));
    expect(wiki).not.toMatch(/[{}[\]|!*^~+\\?<>]|:\/\/|(?<!&)#|\([x/!]\)|:\)|^h\d\./);
    expect(rendered(wiki)).toBe(line);
    const textile = toTextile(title(hostile));
    expect(textile).not.toMatch(/[{}[\]|*^~+@%"<>=!?]|:\/\/|(?<!&)#|\w:\w|^\w+\./);
    expect(rendered(textile)).toBe(line);
  });

  it('calls nobody and links nowhere in mrkdwn', () => {
    const text = toMrkdwn(title(hostile));
    expect(text).not.toMatch(/[<>]|:\/\/|(?:^|[^\u200b])[*~`](?!\u200b)/);
    const back = text.replaceAll('\u200b', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    expect(back.replaceAll('&amp;', '&')).toBe(line);
  });

  it('has no element in HTML but its paragraph', () => {
    expect(toHtml(title(hostile)).replace(/^<p>|<\/p>$/g, '')).not.toMatch(/[<>"']/);
    expect(toText(title(hostile))).toBe(line);
  });
});

describe('Markdown that a person wrote', () => {
  const raw = (text: string) => parseMarkdown(text);

  it('links to http, https and mailto only; another address is told in words', () => {
    for (const address of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://me:pw@x.example',
    ])
      for (const out of [toHtml, toGithub, toWiki, toTextile, toMrkdwn].map((render) =>
        render(raw(`[a](${address})`)),
      ))
        expect(out).not.toMatch(/href|\]\(|\[a|"a":|<[a-z]+:/);
    expect(toHtml(raw('[a](https://x.example/?q="x"&b=1)'))).toBe(
      '<p><a href="https://x.example/?q=%22x%22&amp;b=1">a</a></p>',
    );
    expect(toWiki(raw('[a](https://x.example/a|b%5D])'))).toContain('|https://x.example/a%7Cb%5D');
    expect(toText(raw('<mailto:sec@acme.example> [a](https://x.example/)'))).toBe(
      'sec@acme.example a (https://x.example/)',
    );
  });

  it('has no HTML, no pictures that are loaded, no footnotes, no links by themselves', () => {
    expect(
      toHtml(raw('<img src=x onerror=y> ![pic](https://x.example/p.png) [^1] www.x.example\n\n[^1]: z')),
    ).toBe(
      '<p>&lt;img src=x onerror=y&gt; <a href="https://x.example/p.png">pic</a> [^1] www.x.example</p>\n<p>[^1]: z</p>',
    );
  });

  it('cannot end its block of code', () => {
    const code = '~~~\n{noformat}\n</PRE><pre>\n```\n/close @all\n~~~';
    expect(toWiki(raw(code)).match(/\{noformat\}/g)).toHaveLength(2);
    expect(toTextile(raw(code)).match(/<\/?pre/gi)).toEqual(['<pre', '</pre']);
    expect(toMrkdwn(raw(code)).match(/```/g)).toHaveLength(2);
    for (const markdown of [toGithub(raw(code)), toGitlab(raw(code))])
      expect(parseMarkdown(markdown).children.map(({ type }) => type)).toEqual(['code']);
    expect(toGithub(raw('```mermaid\ngraph\n```'))).toBe('```\ngraph\n```');
  });

  it('commands nothing at the begin of any line of GitLab', () => {
    expect(toGitlab(raw('a\\\n/close\n\n/assign @me\n\n> /label ~x'))).not.toMatch(/^(?:> )?\/\w/m);
  });
});

describe('a text that is too long', () => {
  const long = [
    '# Title',
    escapeMarkdown('{code} <!channel> **x** '.repeat(500)),
    ...Array.from(
      { length: 700 },
      (_, i) => `- **item** ${i} [link](https://x.example/${i}) \`code\` 👩‍👩‍👧`,
    ),
  ].join('\n\n');
  const whole = 'https://lanekeeper.example/tickets/PAY-1';
  const markups: [string, Markup<unknown>][] = [
    ['ADF', ADF as Markup<unknown>],
    ['GitHub', { ...GITHUB, limit: 40_000 } as Markup<unknown>],
    ['GitLab', { ...GITLAB, limit: 20_000 } as Markup<unknown>],
    ['wiki', WIKI as Markup<unknown>],
    ['Textile', TEXTILE as Markup<unknown>],
  ];

  it.each(markups)(
    'fits into %s nearly to the last character and ends with a link to the whole',
    (_, markup) => {
      const out = truncate(markup, parseMarkdown(long), whole);
      expect(markup.size(out)).toBeLessThanOrEqual(markup.limit);
      expect(markup.size(out)).toBeGreaterThan(markup.limit - 300);
      expect(JSON.stringify(out).slice(-400)).toContain(whole);
    },
  );

  it('of 32,768 characters in one word is cut as well, between letters', () => {
    const words = `${'👩‍👩‍👧é'.repeat(8192)}`;
    for (const [, markup] of markups) {
      const out = JSON.stringify(
        truncate({ ...markup, limit: 5000 }, parseMarkdown(escapeLines(words)), whole),
      );
      expect(out.isWellFormed()).toBe(true);
      expect(out.includes(whole)).toBe(true);
      expect(out.includes('\ufffd')).toBe(false);
    }
  });

  it('that fits is left as it is', () => {
    expect(truncate(GITHUB, parseMarkdown('a **b**'), whole)).toBe('a **b**');
  });

  it('leads to where its own last link leads, if nobody says where the whole stands', () => {
    const text = `${'word '.repeat(100)}\n\n[Ticket](${whole})`;
    expect(truncate({ ...GITHUB, limit: 200 }, parseMarkdown(text))).toMatch(
      /word\n\n… \[Read.*\]\(https:.*PAY-1\)$/,
    );
    expect(truncate({ ...GITHUB, limit: 50 }, parseMarkdown('word '.repeat(100)))).toMatch(
      /w(?:or?d?)?\n\n…$/,
    );
  });

  it('is told to Slack in sections of at most 3,000 characters, all of it', () => {
    const sections = toSections(parseMarkdown(`${long}\n\n\`\`\`\n${'x'.repeat(9000)}\n\`\`\``)).map(
      ({ text }) => text.text,
    );
    expect(Math.max(...sections.map(({ length }) => length))).toBeLessThanOrEqual(3000);
    const all = sections.join('\n');
    for (const i of [0, 350, 699]) expect(all.includes(`<https://x.example/${i}|link>`)).toBe(true);
    expect(all.match(/x{100}/g)?.length).toBeGreaterThan(80);
    expect(sections.filter((one) => (one.match(/```/g)?.length ?? 0) % 2 === 1)).toEqual([]);
  });
});

describe('reading and writing take a time in proportion to the text', () => {
  const n = 20_000;
  const cases = {
    quotes: '> '.repeat(n),
    lists: '- '.repeat(n),
    brackets: '['.repeat(n * 3),
    links: '[a]('.repeat(n),
    stars: '**a* '.repeat(n),
    ticks: '`a``b'.repeat(n),
    table: `${'|a'.repeat(2000)}\n${'|-'.repeat(2000)}\n${'|\n'.repeat(2000)}`,
    marks: '@a #1 :a /x ~b '.repeat(5000),
  };
  it.each(Object.entries(cases))('%s', (_, text) => {
    const from = process.cpuUsage();
    const root = parseMarkdown(text);
    for (const render of [toAdf, toGithub, toGitlab, toWiki, toTextile, toMrkdwn, toHtml, toText])
      render(root);
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(6000);
  });
});
