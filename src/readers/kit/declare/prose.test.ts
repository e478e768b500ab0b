import { expect, test } from 'vitest';
import { cwesLinked, linksOf, markdown, named, oneLine, paragraphs } from './prose.ts';
import type { Told } from './told.ts';
import { proseOf } from './values.ts';

const told = (value: unknown): Told => ({ value, up: null, shell: value, key: undefined });

test('HTML becomes Markdown once: what was escaped in it stays text', () => {
  const message = paragraphs('a', named('Impact', 'b'), 'absent');
  expect(proseOf(message, told({ a: '<p>Send <b>&lt;x&gt;</b></p>', b: 'All of it.' }))).toBe(
    'Send **<x>**\n\n**Impact:** All of it.',
  );
});

test('what people wrote as Markdown keeps the tags it shows', () => {
  expect(proseOf(markdown('poc'), told({ poc: 'Open `<p class="a">`' }))).toBe('Open `<p class="a">`');
});

test('links and weaknesses are found in running text', () => {
  const html = '<a href="https://cwe.mitre.org/data/definitions/79.html">XSS</a> and CWE-80';
  expect(linksOf('.')(told(html))).toEqual(['https://cwe.mitre.org/data/definitions/79.html']);
  expect(cwesLinked('.')(told(html))).toEqual([79, 80]);
});

test('a long text fits on a line', () => {
  expect(oneLine('a\n b   c', 3)).toBe('a b…');
});
