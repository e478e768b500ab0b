import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMS, isDescriptor, readDescriptor } from './forms.ts';
import { isOwnershipFile } from './ownership-file.ts';

/** One file name of each form. */
const FILES = [
  'about.yaml',
  'a/b/about.yml',
  'catalog-info.yaml',
  'service.datadog.yaml',
  'x/entity.datadog.yaml',
  'opslevel.yml',
  'cortex.yaml',
  '.github/SECURITY-INSIGHTS.yml',
  '.about.yml',
];

/** A minimal file of each form, so that what follows it is read as that form. */
const HEADS = [
  'apiVersion: lanekeeper.dev/v1\nowner: a\n',
  'version: 1\norganization: a\njira_id: b\npagerduty_id: c\n',
  'kind: Component\nspec: { owner: a }\n',
  'schema-version: v2.2\ndd-service: a\nteam: b\n',
  'apiVersion: v3\nkind: service\nmetadata: { name: a, owner: b }\n',
  'version: 1\nservice: { owner: a }\n',
  'info: { x-cortex-tag: a, x-cortex-owners: [{ type: group, name: b }] }\n',
  'header: { schema-version: 2.0.0 }\n',
  'full_name: a\nstage: live\n',
];

const KEYS = [
  [
    'apiVersion',
    'owner',
    'paths',
    'match',
    'security',
    'exposure',
    'extensions',
    'jira',
    'project',
    'reviewed',
  ],
  ['kind', 'metadata', 'name', 'annotations', 'jira/project-key', 'spec', 'lifecycle', 'componentOf'],
  [
    'schema-version',
    'dd-service',
    'team',
    'contacts',
    'type',
    'contact',
    'integrations',
    'pagerduty',
    'tier',
  ],
  ['datadog', 'codeLocations', 'repositoryURL', 'additionalOwners', 'service', 'component', 'repository'],
  ['info', 'x-cortex-tag', 'x-cortex-owners', 'x-cortex-git', 'github', 'basepath', 'x-cortex-groups'],
  ['header', 'last-reviewed', 'champions', 'status', 'full_name', 'stage', 'contact', 'url', 'version'],
  ['jira_id', 'pagerduty_id', 'organization', '__proto__', 'constructor', 'length', ''],
].flat();
const WORDS = [
  'lanekeeper.dev/v1',
  'v2.2',
  'v3',
  '2.0.0',
  'Component',
  'group',
  'mailto:a@b',
  'a/**',
  '../..',
  '\u0000',
];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...WORDS),
    fc.constantFrom(null, true, 0, 1, -1, 1e308),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
  ),
}));

const HOSTILE: [string, string][] = [
  ['thousands of unknown keys', Array.from({ length: 5000 }, (_, i) => `ownr${i}: a`).join('\n')],
  ['thousands of wrong paths', `paths:\n${'  - { mach: a }\n'.repeat(4000)}`],
  ['paths of thousands of asterisks', `paths: [{ match: "${'**/'.repeat(300)}", owner: a }]`],
  ['quotes without end', '"'.repeat(50_000)],
  ['anchors without end', '&a '.repeat(15_000)],
  ['one long line', `title: ${'x'.repeat(250_000)}`],
  [
    'an alias bomb',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((n, i) => `${n}: &${n} [${`*${'abcdefg'[i]},`.repeat(9)}]`).join('\n')}`,
  ],
  ['merge keys', `a: &a { b: c }\n<<: [${'*a,'.repeat(5000)}]`],
  ['documents without end', '---\na: b\n'.repeat(10_000)],
  ['control characters', 'title: "\\u0000\\u202E\\uD800"'],
];

describe('whatever strangers write', () => {
  it('reading never throws, and problems have a place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), value, (file, content) => {
        const { problems } = readDescriptor(file, JSON.stringify(content), 'acme/shop');
        for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      {
        numRuns: 1000,
        // What has a length of its own, which a check of lengths takes for a number.
        examples: [['about.yaml', { pagerduty_id: { length: {} }, version: 'lanekeeper.dev/v1' }]],
      },
    );
  });

  it('a known form with anything after it is read, or told', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.constantFrom(...HEADS), fc.string(), (file, head, rest) => {
        const { descriptors, problems, form } = readDescriptor(file, head + rest);
        expect(descriptors.length + problems.length + (form ? 1 : 0)).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('no name of a file throws, and a folder stays inside the repository', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...FILES), (folder, file) => {
        const path = `${folder}/${file}`;
        expect(isOwnershipFile(path)).toBe(isDescriptor(path));
        for (const { folder: read } of readDescriptor(path, HEADS[0]!).descriptors)
          expect(path.startsWith(read)).toBe(true);
      }),
    );
  });

  it.each(HOSTILE)('%s cost little time and say little', (_, rest) => {
    for (const head of [HEADS[0], HEADS[2]]) {
      const before = performance.now();
      const read = readDescriptor(head === HEADS[0] ? 'about.yaml' : 'catalog-info.yaml', head + rest);
      expect(JSON.stringify(read.problems).length).toBeLessThan(100_000);
      // A quarter of a mebibyte on a busy machine; what grew faster than the file would take minutes.
      expect(performance.now() - before).toBeLessThan(8000);
    }
  });

  it('every form of the table is tried here', () => {
    const tried = HEADS.flatMap((head) => FILES.map((file) => readDescriptor(file, head).form));
    expect(FORMS.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  });
});
