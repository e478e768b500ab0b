import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileEach } from './kit/json-path.ts';
import { mappingOf } from './reader.ts';
import { findReader, nearestNames, READERS } from './registry.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
  .map((entry) => entry.name)
  .sort();

test('every folder is a reader in the registry, sorted, under the name of its folder', () => {
  expect(READERS.map((r) => r.card.id)).toEqual(folders);
});

test('no two readers answer to the same name', () => {
  const normal = (name: string) => name.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const names = READERS.flatMap((r) => [...new Set([r.card.id, ...r.card.aliases].map(normal))]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every card says what docs need, and every pattern can be followed', () => {
  for (const reader of READERS) {
    const { card } = reader;
    const mapping = mappingOf(reader, 'json-object');
    expect(card.kinds.length, card.id).toBeGreaterThan(0);
    expect(card.produce, card.id).not.toBe('');
    expect(card.homepage, card.id).toMatch(/^https:/);
    if (mapping?.form === 'json') expect(() => compileEach(mapping.each), card.id).not.toThrow();
  }
});

test('a reader is found by id and by alias, whatever the case', () => {
  expect(findReader('Anchore_Grype')?.card.id).toBe('grype');
  expect(findReader('npm audit')?.card.id).toBe('npm-audit');
  expect(findReader('nobody')).toBeNull();
});

test('an unknown name is answered with the nearest ones', () => {
  expect(nearestNames('trivvy')[0]).toBe('trivy');
  expect(nearestNames('sarf')[0]).toBe('sarif');
  expect(nearestNames('zzzzzzzzzzzz')).toEqual([]);
});
