import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rooms of the house and their doors: who may import what (ARCHITECTURE.md). */
const SLICES = [
  'access',
  'connections',
  'organisation',
  'ownership',
  'findings',
  'policy',
  'intake',
  'tickets',
  'pulls',
  'notify',
  'watcher',
  'insight',
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.replaceAll('\\', '/'));
const product = files.filter((name) => !/\.test\.tsx?$/.test(name) && !name.includes('/fixtures/'));

interface Import {
  from: string;
  to: string;
  external: boolean;
  lazy: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join('src', file), 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  )) {
    const target = (match[1] ?? match[2] ?? match[3])!;
    const external = !target.startsWith('.');
    const to = external ? target : normalize(join(dirname(file), target)).replaceAll('\\', '/');
    found.push({ from: file, to, external, lazy: match[3] !== undefined });
  }
  return found;
}

const room = (file: string) => file.split('/')[0]!;
const slice = (file: string) => (room(file) === 'modules' ? file.split('/')[1]! : undefined);
const unit = (file: string) => file.split('/')[1]!;

/** Says why an import is not allowed, or null. */
function objection({ from, to, external, lazy }: Import): string | null {
  const source = room(from);
  if (external) return externalObjection(source, from, to);
  const target = room(to);
  if (target === '..' || to.startsWith('..')) return 'leaves src';
  if (target === 'app' && source !== 'app') {
    return source === 'cli' && to === 'app/operate.ts' && lazy
      ? null
      : 'app is imported by nobody (cli may load app/operate.ts lazily)';
  }
  switch (source) {
    case 'kernel':
      return target === 'kernel' ? null : 'the kernel imports nothing of ours';
    case 'contract':
      return target === 'kernel' || target === 'contract' ? null : 'the contract knows only the kernel';
    case 'platform':
      return target === 'kernel' || target === 'platform'
        ? null
        : 'the platform knows no word of the product';
    case 'readers':
    case 'connectors':
      return registryObjection(source, from, to);
    case 'modules':
      return moduleObjection(from, to);
    case 'cli':
      return ['kernel', 'contract', 'readers', 'cli'].includes(target) ||
        /^modules\/[a-z]+\/pure\.ts$/.test(to)
        ? null
        : 'the command line enters slices by pure.ts only';
    case 'web':
      return ['kernel', 'contract', 'web'].includes(target)
        ? null
        : 'the page knows only kernel and contract';
    default:
      return null;
  }
}

function externalObjection(source: string, from: string, to: string): string | null {
  if (source === 'kernel') return 'the kernel imports no library';
  if (source === 'contract' && to !== 'zod') return 'the contract imports only zod';
  const filesOrNetwork = /^node:(fs|net|http|https|child_process|dgram|tls|dns)/.test(to);
  if (source === 'readers' && (filesOrNetwork || ['pg', 'kysely', 'undici', 'fastify'].includes(to)))
    return 'a reader touches no file, network or database';
  if (source === 'cli' && ['pg', 'kysely'].includes(to)) return 'the command line has no database';
  if (source === 'modules' && /\/(pure|rules|track|line)\.ts$/.test(from) && filesOrNetwork)
    return 'decisions do no I/O';
  return null;
}

function registryObjection(source: string, from: string, to: string): string | null {
  const own = room(to) === source;
  if (!own)
    return room(to) === 'kernel' || (source === 'connectors' && to.startsWith('platform/client'))
      ? null
      : `${source} know the kernel and their kit`;
  const inUnit = from.split('/').length > 2;
  if (!inUnit || unit(from) === 'kit') return null;
  const allowed =
    unit(to) === unit(from) || unit(to) === 'kit' || to === `${source}/${source.slice(0, -1)}.ts`;
  return allowed ? null : 'one reader or connector does not know another';
}

function moduleObjection(from: string, to: string): string | null {
  const target = room(to);
  if (['kernel', 'contract', 'platform'].includes(target) || to === 'modules/schema.gen.ts') return null;
  if (target === 'readers' || target === 'connectors') {
    return to.split('/').length === 2 || to === 'readers/kit/read-report.ts'
      ? null
      : 'slices enter readers and connectors by their registries';
  }
  if (target !== 'modules') return 'a slice knows kernel, contract, platform, registries and earlier slices';
  const [ours, theirs] = [slice(from)!, slice(to)!];
  if (ours === theirs) return null;
  if (SLICES.indexOf(theirs) > SLICES.indexOf(ours))
    return `${ours} comes before ${theirs}: listen to an event instead`;
  return /\/(public|pure)\.ts$/.test(to) ? null : 'other slices are entered by public.ts and pure.ts';
}

/** Files reachable from a start by imports that are not lazy. */
function reachable(start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  while (queue.length > 0) {
    const file = queue.pop()!;
    if (seen.has(file) || !product.includes(file)) continue;
    seen.add(file);
    for (const found of importsOf(file)) if (!found.external && !found.lazy) queue.push(found.to);
  }
  return seen;
}

describe('the house', () => {
  it('has only imports that its rooms allow', () => {
    const objections = product.flatMap(importsOf).flatMap((found) => {
      const why = objection(found);
      return why ? [`${found.from} -> ${found.to}: ${why}`] : [];
    });
    expect(objections).toEqual([]);
  });

  it('has no file over 400 lines and a median under 110', () => {
    const lengths = product
      .filter((file) => !file.endsWith('.gen.ts'))
      .map((file) => ({ file, lines: readFileSync(join('src', file), 'utf8').split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(110);
  });

  it('reads no clock and no chance in the kernel and in decisions', () => {
    const pure = product.filter(
      (file) => file.startsWith('kernel/') || /modules\/[a-z]+\/(pure|rules|track)\.ts$/.test(file),
    );
    const guilty = pure.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/.test(
        readFileSync(join('src', file), 'utf8'),
      ),
    );
    expect(guilty).toEqual([]);
  });

  it('lets nobody reach the database through a pure door', () => {
    for (const door of product.filter((file) => /modules\/[a-z]+\/pure\.ts$/.test(file))) {
      const guilty = [...reachable(door)].filter((file) =>
        importsOf(file).some(
          ({ external, to }) =>
            external && ['pg', 'kysely', 'graphile-worker', 'pg-copy-streams', 'fastify'].includes(to),
        ),
      );
      expect(guilty, `reachable from ${door}`).toEqual([]);
    }
  });

  it('names no slice that house order does not know', () => {
    const known = new Set([...SLICES, 'schema.gen.ts']);
    const found = new Set(
      files.filter((file) => file.startsWith('modules/')).map((file) => file.split('/')[1]!),
    );
    expect([...found].filter((name) => !known.has(name))).toEqual([]);
  });
});
