import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocs } from '../src/app/generate-docs.ts';
import { readerCards } from '../src/app/generate-readers.ts';
import { ERROR_CODES } from '../src/kernel/errors.ts';
import { configSchema } from '../src/platform/config.ts';

/** Tracked files and new ones that nobody ignores. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const pages = files.filter((file) => file.endsWith('.md'));
const text = (file: string): string => readFileSync(file, 'utf8');
const code = files
  .filter((file) => /^src\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map(text)
  .join('\n');

/** Pages whose names of files and functions a newcomer will look for. */
const NAMED = [
  'README.md',
  'ARCHITECTURE.md',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'docs/tour.md',
  'docs/operations.md',
];
const quoted = (page: string): string[] =>
  [...text(page).matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner!);

/** `intake/line.ts` and `src/cli` alike: a path from the root, or the end of one. Patterns and examples are not names. */
const isFileName = (name: string): boolean =>
  /^[\w-][\w.-]*(\/[\w.-]+)*$/.test(name) &&
  (/^(src|test|docs|bench|migrations|examples|bin)(\/|$)/.test(name) || /\.(ts|tsx|sql|svg)$/.test(name));
const exists = (name: string): boolean =>
  files.some((file) => file === name || file.endsWith(`/${name}`) || file.startsWith(`${name}/`));
const isDeclared = (name: string): boolean =>
  new RegExp(`(function\\*?|const|class) ${name}\\b|^ {2,4}(async )?\\*?#?${name}\\(`, 'm').test(code);

const generated = generatedDocs(await readerCards());

describe('the docs', () => {
  it.each(Object.entries(generated))(
    '%s says what the code says: `npm run generate` makes it',
    (file, made) => {
      expect(text(file)).toBe(made);
    },
  );

  it.each(NAMED)('%s names only files that exist', (page) => {
    const names = quoted(page).filter(isFileName);
    expect(names.filter((name) => !exists(name))).toEqual([]);
  });

  it.each(NAMED)('%s names only functions that exist', (page) => {
    const names = quoted(page).flatMap((name) => /^(\w+)\(\)$/.exec(name)?.[1] ?? []);
    expect(names.filter((name) => !isDeclared(name))).toEqual([]);
  });

  it('the tour names enough to be followed', () => {
    const names = quoted('docs/tour.md');
    expect(names.filter((name) => /^\w+\(\)$/.test(name)).length).toBeGreaterThan(25);
    expect(names.filter(isFileName).length).toBeGreaterThan(15);
  });

  it('links inside the project lead somewhere', () => {
    const broken = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target!)
        .filter((target) => !/^(https?:|mailto:)/.test(target) && !leadsSomewhere(page, target))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('scripts, commands, settings and error codes that pages name exist', () => {
    const scripts = (JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts;
    const main = text('src/cli/main.ts');
    const wrong = pages.flatMap((page) => {
      const words = text(page);
      const all = (pattern: RegExp) => [...words.matchAll(pattern)].map(([, name]) => name!);
      return [
        ...all(/npm run ([\w:-]+)/g).filter((name) => !(name in scripts)),
        ...all(/npx lanekeeper ([a-z]+)/g).filter((name) => !main.includes(`.command('${name}')`)),
        ...all(/\b(LANEKEEPER_[A-Z0-9_]+)\b/g).filter((name) => !(name in configSchema.shape)),
        // Codes of errors, and of remarks, which readers and the line give.
        ...all(/\b(LK-[A-Z][A-Z-]+[A-Z])\b/g).filter(
          (name) => !(name in ERROR_CODES || code.includes(`'${name}'`)),
        ),
      ].map((name) => `${page}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });
});

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(file).has(anchor);
}

/** As GitHub names headings. */
const anchorsOf = (file: string): Set<string> =>
  new Set(
    [...text(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
