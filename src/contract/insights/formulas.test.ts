import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FORMULAS } from './formulas.ts';

/** Numbers of flow, phases, comparisons, markers and targets: docs/insight.md lists each with its formula. */
it('the docs say of each number what the page says', () => {
  const docs = readFileSync('docs/insight.md', 'utf8');
  const [listed] = docs.split('## How each number is made\n')[1]!.split('\n## ');
  const told = [...listed!.matchAll(/^- \*[^*]+\*: (.+)$/gm)].map(([, text]) => text);
  expect(told.length).toBeGreaterThan(20);
  const texts: readonly string[] = Object.values(FORMULAS);
  for (const text of told) expect(texts).toContain(text);
  for (const name of [
    'open',
    'dueMet',
    'survival',
    'within',
    'escaped',
    'openPer',
    'effectOpened',
    'targetMedian',
  ] as const)
    expect(told).toContain(FORMULAS[name]);
});
