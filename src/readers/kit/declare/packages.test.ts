import { expect, test } from 'vitest';
import { facts } from './facts.ts';
import { inPackage, nameInPurl, packageKind } from './packages.ts';
import type { Told } from './told.ts';

const told = (value: unknown): Told => ({ value, up: null, shell: value, key: undefined, from: '' });

test('packages of the system and of unknown origin belong to the container, those of a language do not', () => {
  const kind = packageKind('type');
  const kinds = ['debian:12', 'APKG', 'npm', 'who knows', undefined].map((type) => kind(told({ type })));
  expect(kinds).toEqual(['container', 'container', 'dependency', 'container', 'container']);
});

test('a title names what is known of the package', () => {
  const title = inPackage('id', 'name', 'version');
  expect(title(told({ id: 'CVE-1', name: 'zlib', version: '2' }))).toBe('CVE-1 in zlib 2');
  expect(title(told({ id: 'CVE-1', name: 'zlib' }))).toBe('CVE-1 in zlib');
  expect(title(told({ id: 'CVE-1' }))).toBe('CVE-1');
});

test('facts stand with their labels after the lead; what is absent leaves no trace', () => {
  const spec = facts({ Region: 'region', Tag: 'tag' }, 'text');
  expect(spec(told({ text: 'Open port.', tag: 'v1' }))).toBe('Open port.\n\nTag: v1');
  expect(spec(told({}))).toBeUndefined();
});

test('a title that names the package already says it once; purls are kinds and names as well', () => {
  const purl = told({ purl: 'pkg:npm/%40acme/ui@1.0.0', title: 'Slow pattern in @acme/ui', name: 'zlib' });
  expect(inPackage('title', nameInPurl('purl'))(purl)).toBe('Slow pattern in @acme/ui');
  expect(nameInPurl('name')(purl)).toBe('zlib');
  expect(packageKind('purl')(purl)).toBe('dependency');
  expect(packageKind('name', 'dependency')(purl)).toBe('dependency');
});
