import { describe, expect, it } from 'vitest';
import { badgeSvg, badgeWords } from './badge.ts';
import { frameHtml } from './frame.ts';
import { snippetOf } from './snippet.ts';
import { countTickets } from './wall-of.ts';

const EVIL = `</text><script>alert(1)</script><a href="x" onload='y'>&\u0000\ud800`;
const counts = countTickets(
  [
    { at: '2026-03-01', priority: 0, n: 2 },
    { at: '2026-03-02', priority: 1, n: 3 },
    { at: '2026-03-08', priority: 1, n: 4 },
    { at: '2026-03-09', priority: 2, n: 5 },
    { at: '9999-12-31', priority: 4, n: 6 },
  ],
  { past: 1, last: 2 },
  new Date('2026-03-02T23:00:00Z'),
);

describe('counts that face outward', () => {
  it('what was due before now is overdue, what is due within seven days soon, what has no date open', () => {
    expect(counts).toEqual({
      open: 20,
      overdue: 3,
      dueSoon: 8,
      openByPriority: { P0: 2, P1: 7, P2: 5, P3: 0, P4: 6 },
    });
  });
  it('a badge tells the worst there is', () => {
    const words = (change: object) => badgeWords({ ...counts, ...change }).words;
    expect(words({})).toBe('3 overdue');
    expect(words({ overdue: 0 })).toBe('8 due soon');
    expect(words({ overdue: 0, dueSoon: 0 })).toBe('20 open');
    expect(words({ overdue: 0, dueSoon: 0, open: 0 })).toBe('nothing open');
  });
});

describe('names that try to be markup', () => {
  it('stay text in a badge', () => {
    const svg = badgeSvg(EVIL, counts);
    expect(svg.match(/<(?!\/?(svg|title|rect|path|g|text)\b)/g)).toBeNull();
    expect(svg.match(/<text/g)).toHaveLength(2);
    expect(svg).not.toMatch(/\u0000|\ud800/);
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;');
  });
  it('stay text in a frame and in what is copied', () => {
    const html = frameHtml(EVIL, counts);
    expect(html.toLowerCase()).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
    const { snippet } = snippetOf('frame', '" onload="x', 'KEY', 'https://keeper.example');
    expect(snippet).toBe(
      '<iframe src="https://keeper.example/frame/KEY" title="&quot; onload=&quot;x" width="360" height="180"></iframe>',
    );
    expect(snippetOf('badge', 'a](b)[', 'KEY', 'https://keeper.example').snippet).toBe(
      '![a\\](b)\\[](https://keeper.example/badge/KEY.svg)',
    );
  });
});
