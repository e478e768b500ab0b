import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseOrganisation, registryOf } from '../organisation/pure.ts';
import { codeownersIn, lineFor, parseCodeowners } from './codeowners.ts';
import { compileOwnership } from './compile.ts';
import { resolveOwner } from './resolve.ts';

const name = fc.constantFrom('a', 'b', 'ab', 'ba', '#a', '.a');
const path = fc.array(name, { minLength: 1, maxLength: 5 });

it('agrees with a naive model of GitLab’s rules: sections, exclusions, and the names of Ruby’s fnmatch', () => {
  const part = fc.oneof(
    name,
    fc.constantFrom('*', '**', 'a*', '*b', '?', '[ab]', '[^a]*', 'a[a-c]', '\\#a', 'a**'),
  );
  const pattern = fc
    .tuple(fc.boolean(), fc.array(part, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([rooted, parts, folder]) => `${rooted ? '/' : ''}${parts.join('/')}${folder ? '/' : ''}`)
    // A comment, and what is a heading.
    .filter((text) => !text.startsWith('#') && text !== '[ab]');
  const line = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(pattern, fc.constantFrom(' @x', ' @y', ' @x oops', ''))
        .map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: pattern.map((text) => `!${text}`) },
    { weight: 1, arbitrary: fc.constantFrom('[One]', '^[Two] @two', '[one][2] @one') },
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 25, size: '+1' }),
      fc.array(path, { minLength: 1, maxLength: 5 }),
      (lines, paths) => {
        const codeowners = parseCodeowners('.gitlab/CODEOWNERS', lines.join('\n'));
        for (const names of paths) {
          const found = lineFor(codeownersIn(codeowners, names.slice(0, -1)), names.at(-1)!);
          expect(found?.owners ?? null).toEqual(naiveGitlab(lines, names.join('/')));
        }
      },
    ),
    { numRuns: 3500 },
  );
});

/** By trying everything, as the documentation has it: the first section that names somebody. */
function naiveGitlab(lines: readonly string[], path: string): string[] | null {
  const sections = new Map<string, { rules: [string, string[]][]; excluded: string[] }>();
  let defaults: string[] = [];
  let current = { rules: [] as [string, string[]][], excluded: [] as string[] };
  sections.set('', current);
  for (const line of lines) {
    const [text = '', ...words] = line.split(' ');
    const title = /^\^?\[(?<title>One|Two|one)\]/.exec(text)?.groups?.['title']?.toLowerCase();
    if (title) {
      defaults = words;
      current = sections.get(title) ?? { rules: [], excluded: [] };
      sections.set(title, current);
    } else if (text.startsWith('!')) current.excluded.push(text.slice(1));
    else
      current.rules.push([text, words.length > 0 ? words.filter((word) => word.startsWith('@')) : defaults]);
  }
  const answers = [...sections.values()].flatMap(({ rules, excluded }) => {
    if (excluded.some((text) => fnmatch(text, path))) return [];
    const rule = rules.findLast(([text]) => fnmatch(text, path));
    return rule ? [rule[1]] : [];
  });
  return answers.find((owners) => owners.length > 0) ?? answers[0] ?? null;
}

/** Ruby's, with FNM_PATHNAME and FNM_DOTMATCH, put as a regular expression. */
function fnmatch(written: string, path: string): boolean {
  let text = written === '*' ? '/**/*' : written.startsWith('/') ? written : `/**/${written}`;
  if (text.endsWith('/')) text += '**/*';
  const source = text
    .replaceAll('[^', '[^/')
    .replaceAll(/(^|\/)((?:\*\*\/)+)/g, '$1\u0000')
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll(/\?/g, '[^/]')
    .replaceAll('.', '\\.')
    .replaceAll('\u0000', '(?:[^/]+/)*');
  return new RegExp(`^${source}$`).test(`/${path}`);
}

const TEAMS = ['t1', 't2', 't3', 't4'];
const registry = registryOf(
  parseOrganisation(
    'teams.yaml',
    `teams: [${TEAMS.map((key) => `{ key: ${key}, github: ["@o/${key}"] }`).join(', ')}]`,
    null,
  ).document!,
);

it('agrees with a naive walk over all sources, whatever says what and whatever was asked before', () => {
  const team = fc.constantFrom(...TEAMS, 'nobody');
  const folder = fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 });
  const prefix = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 });
  const rule = fc.record({ prefix, team });
  const given = fc.record({
    abouts: fc.array(fc.record({ folder, team, paths: fc.array(rule, { maxLength: 3 }) }), { maxLength: 4 }),
    lines: fc.array(rule, { maxLength: 8 }),
    overrides: fc.array(rule, { maxLength: 2 }),
    topic: fc.option(team),
    asked: fc.array(path, { minLength: 1, maxLength: 8 }),
  });
  fc.assert(
    fc.property(given, ({ abouts, lines, overrides, topic, asked }) => {
      const byFolder = new Map(abouts.map((about) => [about.folder.join('/'), about]));
      const map = compileOwnership({
        repository: {
          key: 'o/r',
          unitKey: null,
          host: { topics: topic ? [`team-${topic}`] : [], properties: {}, adminTeams: [] },
        },
        registry,
        files: [
          {
            path: 'CODEOWNERS',
            content: lines.map((line) => `/${line.prefix.join('/')}/ @o/${line.team}`).join('\n'),
          },
          ...[...byFolder.values()].map((about) => ({
            path: [...about.folder, 'about.yaml'].join('/'),
            content: yamlOf(about),
          })),
        ],
        overrides: overrides.map((override, i) => ({
          pattern: `/${override.prefix.join('/')}/`,
          team: override.team,
          reason: 'x',
          madeBy: 'ann',
          madeAt: `2026-01-0${i + 1}T00:00:00.000Z`,
          expiresAt: '2027-01-01T00:00:00.000Z',
        })),
      });
      for (const names of asked) {
        const candidates = [
          closest(overrides, names)?.team,
          ...names.flatMap((_, taken) => {
            // From the nearest folder outwards.
            const depth = names.length - 1 - taken;
            const about = byFolder.get(names.slice(0, depth).join('/'));
            return about ? [closest(about.paths, names.slice(depth))?.team, about.team] : [];
          }),
          lines.findLast((line) => isInside(line.prefix, names))?.team,
          topic,
        ];
        const expected =
          candidates.find((candidate) => candidate && candidate !== 'nobody') ?? 'security-triage';
        expect(resolveOwner(map, names.join('/')).team).toBe(expected);
      }
    }),
    { numRuns: 1500 },
  );
});

interface Rule {
  prefix: string[];
  team: string;
}

const isInside = (prefix: readonly string[], names: readonly string[]) =>
  names.length > prefix.length && prefix.every((part, i) => part === names[i]);

/** The longest that holds, then the one with more letters, then the later. */
function closest(rules: readonly Rule[], names: readonly string[]): Rule | null {
  const weight = ({ prefix }: Rule) => prefix.length * 100 + prefix.join('').length;
  let best: Rule | null = null;
  for (const rule of rules)
    if (isInside(rule.prefix, names) && (!best || weight(rule) >= weight(best))) best = rule;
  return best;
}

const yamlOf = ({ team, paths }: { team: string; paths: Rule[] }) =>
  `apiVersion: lanekeeper.dev/v1\nowner: ${team}\n${paths.length > 0 ? 'paths:\n' : ''}${paths
    .map((rule) => `  - { match: "/${rule.prefix.join('/')}/", owner: ${rule.team} }\n`)
    .join('')}`;
