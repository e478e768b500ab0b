import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readerCards, readerFolders, registryText } from '../app/generate-readers.ts';
import { compileEach } from './kit/json-path.ts';
import { mappingOf } from './reader.ts';
import { findReader, loadReaders, nearestNames, READERS } from './registry.ts';

const readers = await loadReaders();

test('the registry is what the folders and their cards make of it: `npm run generate`', async () => {
  const text = readFileSync(join(import.meta.dirname, 'registry.gen.ts'), 'utf8');
  expect(text).toBe(registryText(await readerCards()));
  expect(readers.map(({ card }) => card.id)).toEqual(readerFolders());
});

test('no two readers answer to the same name', () => {
  const normal = (name: string) => name.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const names = READERS.flatMap(({ id, aliases }) => [...new Set([id, ...aliases].map(normal))]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every card says what docs need, and every pattern can be followed', () => {
  for (const reader of readers) {
    const { card } = reader;
    const mapping = mappingOf(reader, 'json-object');
    expect(card.kinds.length, card.id).toBeGreaterThan(0);
    for (const text of [card.produce, card.goodAt, card.misses, card.noise])
      expect(text.length, card.id).toBeGreaterThan(3);
    expect(card.homepage, card.id).toMatch(/^https:/);
    if (mapping?.form === 'json') expect(() => compileEach(mapping.each), card.id).not.toThrow();
  }
});

test('a reader is found by id and by alias, whatever the case', () => {
  expect(findReader('Anchore_Grype')?.id).toBe('grype');
  expect(findReader('npm audit')?.id).toBe('npm-audit');
  expect(findReader('nobody')).toBeNull();
});

test('an unknown name is answered with the nearest ones', () => {
  expect(nearestNames('trivvy')[0]).toBe('trivy');
  expect(nearestNames('sarf')[0]).toBe('sarif');
  expect(nearestNames('zzzzzzzzzzzz')).toEqual([]);
});
