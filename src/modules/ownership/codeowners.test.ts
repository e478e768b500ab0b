import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Codeowners, codeownersIn, lineFor, lineForAll, parseCodeowners } from './codeowners.ts';

function codeownersOf(codeowners: Codeowners, path: string | null) {
  if (path === null) return lineForAll(codeowners);
  const names = path.split('/');
  return lineFor(codeownersIn(codeowners, names.slice(0, -1)), names.at(-1)!);
}

const ownersIn = (content: string, path: string, file = '.github/CODEOWNERS') =>
  codeownersOf(parseCodeowners(file, content), path)?.owners ?? null;

const VECTORS = '../shared/data/ownership/codeowners-vectors.json';

describe('CODEOWNERS', () => {
  it.each([
    // [content, path, owners]
    ['* @all\n*.go @go', 'cmd/main.go', ['@go']],
    ['* @all\n*.go @go', 'README', ['@all']],
    ['docs/* @writers', 'docs/index.md', ['@writers']],
    ['docs/* @writers', 'docs/api/index.md', null],
    ['docs/* @writers', 'web/docs/index.md', null],
    ['docs/ @writers', 'web/docs/api/index.md', ['@writers']],
    ['/docs/ @writers', 'docs/api/index.md', ['@writers']],
    ['/docs/ @writers', 'web/docs/index.md', null],
    ['/docs/ @writers', 'docs', null],
    ['/docs @writers', 'docs', ['@writers']],
    ['/docs @writers', 'docs/a/b', ['@writers']],
    ['docs/api @writers', 'web/docs/api', null],
    ['/docs/** @writers', 'docs/a/b', ['@writers']],
    ['/docs/** @writers', 'docs', null],
    ['/a/**/z @deep', 'a/z', ['@deep']],
    ['/a/**/z @deep', 'a/b/c/z/file', ['@deep']],
    ['/* @root', 'Makefile', ['@root']],
    ['/* @root', 'src/Makefile', null],
    ['/lib/?at.c @one', 'lib/cat.c', ['@one']],
    ['/lib/?at.c @one', 'lib/at.c', null],
    ['/lib/*a*b*.c @many', 'lib/xaybz.c', ['@many']],
    ['/lib/*a*b*.c @many', 'lib/xbya.c', null],
    ['/with\\ space/ @blank', 'with space/x', ['@blank']],
    ['/lib/ @a\n/lib/free/', 'lib/free/x', []],
    ['/Lib/ @a', 'lib/x', null],
    ['/lib/ a@example.com @b/c', 'lib/x', ['a@example.com', '@b/c']],
  ])('reads %j for %s as GitHub does', (content, path, owners) => {
    expect(ownersIn(content, path)).toEqual(owners);
  });

  it.each(['!lib/ @x', '[ab].c @x', '\\#a @x', '/lib/*** @x', '../etc @x', '/lib/ nobody', '/lib\\'])(
    'skips the bad line %j, says where, and keeps the others',
    (line) => {
      const codeowners = parseCodeowners('CODEOWNERS', `* @all\n\n  ${line}\n`);
      expect(codeownersOf(codeowners, 'lib/x')?.owners).toEqual(['@all']);
      expect(codeowners.problems).toMatchObject([
        { file: 'CODEOWNERS', line: 3, column: 3, level: 'warning' },
      ]);
    },
  );

  it('answers a question about the repository as a whole from lines that hold everywhere', () => {
    const whole = (content: string) =>
      codeownersOf(parseCodeowners('CODEOWNERS', content), null)?.owners ?? null;
    expect(whole('* @all\n/lib/ @lib')).toEqual(['@all']);
    expect(whole('/lib/ @lib\n*.c @c')).toBeNull();
  });

  it('reads the sections, defaults and exclusions of GitLab', () => {
    const content = '* @all\n[Docs][2] @writers\ndocs/\n!docs/internal/\n^[Optional]\n*.sql @dba';
    expect(ownersIn(content, 'docs/a', '.gitlab/CODEOWNERS')).toEqual(['@all']);
    expect(ownersIn(content.slice(7), 'x/docs/a', 'CODEOWNERS')).toEqual(['@writers']);
    expect(ownersIn(content.slice(7), 'x/docs/internal/a', 'CODEOWNERS')).toBeNull();
    expect(ownersIn(content.slice(7), 'x/docs/internal/a.sql', 'CODEOWNERS')).toEqual(['@dba']);
    expect(ownersIn('/lib @x', 'lib/a', '.gitlab/CODEOWNERS')).toBeNull();
  });

  it.each(['CODEOWNERS', 'docs/CODEOWNERS'])(
    'in %s is read by the rules of its host where that is known',
    (file) => {
      const problemsOf = (content: string, host: 'github' | 'gitlab' | null) =>
        parseCodeowners(file, content, host).problems.map(({ code }) => code);
      const owners = (content: string, path: string, host: 'github' | 'gitlab' | null) =>
        codeownersOf(parseCodeowners(file, content, host), path)?.owners ?? null;
      expect(owners('a/*.c @x', 'lib/a/b.c', 'gitlab')).toEqual(['@x']);
      expect(owners('a/*.c @x', 'lib/a/b.c', 'github')).toBeNull();
      expect(owners('a/*.c @x', 'lib/a/b.c', null)).toBeNull();
      expect(problemsOf('* @x\n[ab].c @x', 'gitlab')).toEqual([]);
      expect(problemsOf('* @x\n[Docs] @x', 'github')).toEqual(['bad-pattern']);
      expect(problemsOf('* @x\n[Docs] @x', null)).toEqual([]);
    },
  );

  it('in the folder of one host is read by its rules, wherever it lies now', () => {
    const owners = (file: string, host: 'github' | 'gitlab') =>
      codeownersOf(parseCodeowners(file, 'a/*.c @x', host), 'lib/a/b.c')?.owners ?? null;
    expect(owners('.gitlab/CODEOWNERS', 'github')).toEqual(['@x']);
    expect(owners('.github/CODEOWNERS', 'gitlab')).toBeNull();
  });

  it('agrees with a naive model of the rules, whatever the lines and the path', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'ba', 'aab');
    const part = fc.oneof(name, fc.constantFrom('*', '**', 'a*', '*b', '?', 'a?', '*a*b'));
    const pattern = fc
      .tuple(fc.boolean(), fc.array(part, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([rooted, parts, folder]) => `${rooted ? '/' : ''}${parts.join('/')}${folder ? '/' : ''}`);
    const lines = fc.array(fc.tuple(pattern, fc.constantFrom(' @x', ' @y', '')), {
      maxLength: 40,
      size: '+1',
    });
    const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, paths, (rules, segments) => {
        const content = rules.map(([text, owner]) => text + owner).join('\n');
        const codeowners = parseCodeowners('CODEOWNERS', content);
        for (const parts of segments) {
          const naive = rules.findLast(([text]) => naiveMatch(text, parts));
          const expected = naive ? naive[1].split(' ').filter(Boolean) : null;
          expect(codeownersOf(codeowners, parts.join('/'))?.owners ?? null).toEqual(expected);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('is not slowed down by patterns made to be slow', () => {
    const content = `${'/*a'.repeat(9)}*a*a*a*a*a*a*a*a*a*b @x\n`.repeat(500);
    const codeowners = parseCodeowners('CODEOWNERS', content);
    const path = `${'a'.repeat(200)}/`.repeat(8) + 'a'.repeat(2000);
    const before = performance.now();
    expect(codeownersOf(codeowners, path)).toBeNull();
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('finds its way through a hundred thousand lines without trying each for every folder', () => {
    const content = Array.from({ length: 100_000 }, (_, i) => `/s${i}/ @t${i}`).join('\n');
    const codeowners = parseCodeowners('CODEOWNERS', content);
    const before = performance.now();
    for (let i = 0; i < 5000; i++) expect(codeownersOf(codeowners, `s${i}/a/b.ts`)?.line).toBe(i + 1);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('does not read a file of 3 MB or more, and says so', () => {
    const codeowners = parseCodeowners('CODEOWNERS', '/some/folder/ @team\n'.repeat(250_000));
    expect(codeownersOf(codeowners, 'some/folder/x')).toBeNull();
    expect(codeowners.problems).toMatchObject([{ level: 'error', code: 'too-large' }]);
  });

  it.skipIf(!existsSync(VECTORS))('passes the collected vectors (skipped where ../shared is absent)', () => {
    const shape = z.object({
      cases: z.array(
        z.object({ file: z.string(), path: z.string(), owners: z.array(z.string()).nullable() }),
      ),
    });
    const { cases } = shape.parse(JSON.parse(readFileSync(VECTORS, 'utf8')));
    const wrong = cases.filter(
      ({ file, path, owners }) => JSON.stringify(ownersIn(file, path)) !== JSON.stringify(owners),
    );
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(10);
  });
});

/** The rules as prose has them, by trying everything. */
function naiveMatch(text: string, path: string[]): boolean {
  let parts = text.split('/');
  const rooted = parts.length > 2 || (parts.length === 2 && parts[1] !== '');
  if (parts[0] === '') parts = parts.slice(1);
  if (parts.at(-1) === '') parts = [...parts.slice(0, -1), '**'];
  const starts = rooted || text.startsWith('/') ? [0] : path.map((_, index) => index);
  const end = parts.at(-1);
  return starts.some((start) => {
    for (let stop = start + 1; stop <= path.length; stop++) {
      const below = stop < path.length;
      if (below && end === '*') continue;
      if (naiveParts(parts, path.slice(start, stop))) return true;
    }
    return false;
  });
}

function naiveParts([head, ...rest]: string[], path: string[]): boolean {
  if (head === undefined) return path.length === 0;
  if (head === '**') {
    const least = rest.length === 0 ? 1 : 0;
    return (
      path.some((_, taken) => taken >= least && naiveParts(rest, path.slice(taken))) ||
      (path.length >= least && naiveParts(rest, []))
    );
  }
  return path.length > 0 && naiveName(head, path[0]!) && naiveParts(rest, path.slice(1));
}

const naiveName = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
