import { describe, expect, it } from 'vitest';
import type { Observation } from '../src/kernel/observation.ts';
import { PERTURBATIONS } from './corpus/perturb.ts';
import { mergedPlaces, wronglyFixed } from './corpus/repeats.ts';
import { survivalOf } from './corpus/survival.ts';

const base: Observation = {
  kind: 'code',
  rule: 'no-eval',
  title: 'Eval of a value from outside',
  severity: 'high',
  cwes: [95],
  vulnerabilities: [],
  place: {},
};
const line = (path: string, startLine: number, snippet?: string): Observation => ({
  ...base,
  place: { path, startLine, ...(snippet !== undefined && { snippet }) },
});
const vulnerable = (name: string, path: string): Observation => ({
  ...base,
  kind: 'dependency',
  rule: 'CVE-2030-1',
  vulnerabilities: ['CVE-2030-1', 'GHSA-aaaa-bbbb-cccc'],
  component: { type: 'npm', name, version: '1.0.0', fixedVersions: ['1.0.1'] },
  place: { path },
});

/** A few of every kind, among them what only a line number or a name of a file tells apart. */
const KINDS: Record<string, Observation[]> = {
  'lines of code that are shown': [
    line('src/a.ts', 3, '  eval(first);'),
    line('src/a.ts', 9, '  eval(second);'),
    line('src/a.ts', 12, '  eval(first);'),
    line('src/b.ts', 3, '  eval(first);'),
  ],
  'lines of code that are not shown': [line('src/a.ts', 3), line('src/a.ts', 90), line('src/b.ts', 3)],
  'packages in lock files': [
    vulnerable('left-pad', 'package-lock.json'),
    vulnerable('left-pad', 'web/package-lock.json'),
    vulnerable('right-pad', 'package-lock.json'),
  ],
  'secrets whose value is known': [
    { ...line('.env', 2, 'TOKEN=***'), kind: 'secret', secret: { hash: 'aa' } },
    { ...line('.env', 9, 'TOKEN=***'), kind: 'secret', secret: { hash: 'aa' } },
    { ...line('.env', 3, 'KEY=***'), kind: 'secret', secret: { hash: 'bb' } },
  ],
  'secrets whose value is hidden': [
    { ...line('.env', 2, 'TOKEN=***'), kind: 'secret' },
    { ...line('.env', 7, 'TOKEN=***'), kind: 'secret' },
  ],
  'pages, parameters and methods': ['GET', 'POST'].flatMap((method) =>
    ['q', 'page'].map((parameter) => ({
      ...base,
      kind: 'web' as const,
      web: { method, url: 'https://shop.acme.example/search', parameter },
    })),
  ),
  'objects of a cluster and of a cloud': ['shop/Service/pay', 'shop/Service/orders'].flatMap((id) =>
    (['config', 'cloud'] as const).map((kind) => ({ ...base, kind, resource: { id, type: 'Service' } })),
  ),
  'findings made by hand': ['PT-1', 'PT-2'].map((externalId) => ({ ...base, kind: 'manual', externalId })),
};

describe.each(Object.entries(KINDS))('%s', (_, observations) => {
  it.each(Object.entries(PERTURBATIONS))('keep their identity: %s', (_name, perturb) => {
    // Spread over more findings than the ten of which one is told twice.
    const many = Array.from({ length: 12 }, (_unused, at) =>
      observations.map((one) => ({ ...one, rule: `${one.rule}-${at}` })),
    ).flat();
    const { plain, vague } = survivalOf(many, perturb(many));
    expect(plain.findings + vague.findings).toBe(many.length);
    expect(plain.kept + vague.kept).toBe(many.length);
  });

  it('never become one, and the very one that is gone is the one that is fixed', () => {
    expect(mergedPlaces(observations)).toEqual([]);
    expect(wronglyFixed(observations)).toEqual([]);
  });
});

describe('one secret in two files', () => {
  const copies = ['.env', 'old.env'].map((path) => ({
    ...line(path, 2, 'TOKEN=***'),
    kind: 'secret' as const,
    secret: { hash: 'aa' },
  }));
  // Files that change names with one another would need a look into both: it is one secret to revoke all the same.
  const others = Object.entries(PERTURBATIONS).filter(([name]) => !name.startsWith('files that take'));

  it.each(others)('keeps each copy in its file: %s', (_, perturb) => {
    expect(survivalOf(copies, perturb(copies)).plain).toEqual({ findings: 2, kept: 2 });
  });
});

it('the perturbations change what they say: nothing of a report is left as it was', () => {
  const all = Object.values(KINDS).flat();
  const changed = (name: keyof typeof PERTURBATIONS, of: (observation: Observation) => unknown) => {
    const { observations, at } = PERTURBATIONS[name](all);
    return all.flatMap((one, before) => {
      const told = of(one);
      return told !== undefined && told === of(observations[at[before]!]!) ? before : [];
    });
  };
  expect(changed('lines shifted', ({ place }) => place.startLine)).toEqual([]);
  expect(changed('re-rated', ({ severity }) => severity)).toEqual([]);
  expect(changed('reworded', ({ title }) => title)).toEqual([]);
  expect(changed('reworded', ({ message }) => message)).toEqual([]);
  expect(changed('reindented', ({ place }) => place.snippet)).toEqual([]);
  expect(changed('files renamed', ({ place }) => place.path)).toEqual([]);
  expect(changed('files that take each other’s names', ({ place }) => place.path)).toEqual([]);
  expect(changed('tool upgraded', ({ firstFoundAt }) => firstFoundAt ?? '')).toEqual([]);
  expect(PERTURBATIONS.reordered(all).at).not.toEqual(all.map((_, at) => at));
  expect(PERTURBATIONS['lines repeated'](all).observations.length).toBeGreaterThan(all.length);
});
