import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from 'scslre';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', 'src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);

type Expression = { pattern: string; flags: string };

/** Every regular expression written in the source, found in its syntax tree. */
function expressionsOf(file: string): Expression[] {
  const found: Expression[] = [];
  JSON.stringify(parseSync(file, readFileSync(join(root, file), 'utf8')).program, (_, node) => {
    if (node?.type === 'Literal' && node.regex) found.push(node.regex);
    return typeof node === 'bigint' ? null : node;
  });
  return found;
}

const exponential = ({ pattern, flags }: Expression): boolean =>
  analyse({ source: pattern, flags }).reports.some((report) => report.exponential);

describe('regular expressions', () => {
  it('are found to be exponential when they are', () => {
    expect(exponential({ pattern: '(?:[.-]?\\d+)*$', flags: '' })).toBe(true);
    expect(exponential({ pattern: '(?:[.-]\\d+)*$', flags: '' })).toBe(false);
  });

  it('take no exponential time, whatever the text: one hostile value would stop the process', () => {
    const all = files.flatMap((file) => expressionsOf(file).map((expression) => ({ file, ...expression })));
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(exponential)).toEqual([]);
  });
});
