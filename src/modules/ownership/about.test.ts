import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAbout } from './about.ts';
import { checkAbout } from './check.ts';

const v1 = (rest: string) => readAbout('about.yaml', `apiVersion: lanekeeper.dev/v1\nowner: ledger\n${rest}`);

describe('about.yaml', () => {
  it('needs two keys', () => {
    expect(v1('')).toMatchObject({ about: { form: 'v1', value: { owner: 'ledger' } }, problems: [] });
  });

  it.each([
    ['tier: 5', { line: 3, column: 7, code: 'wrong-value' }],
    ['security: { exposure: internett }', { line: 3, code: 'wrong-value', suggestion: 'internet' }],
    ['security:\n  threatModel: { url: "javascript:alert(1)" }', { line: 4, code: 'wrong-value' }],
    ['paths: [{ match: "a/**" }]', { line: 3, code: 'missing-key' }],
    ['reviewed: yesterday', { line: 3, code: 'wrong-value' }],
    ['name: a\nname: b', { line: 4, code: 'duplicate-key' }],
    ['\tname: a', { code: 'syntax' }],
    [`name: ${'x'.repeat(300_000)}`, { code: 'too-large' }],
    [`extensions: ${'['.repeat(5000)}`, { code: 'too-deep' }],
    ['name: \uFFFD', { line: 3, code: 'encoding' }],
  ])('with %.40j is an error with its place', (rest, problem) => {
    const read = v1(rest);
    expect(read.about).toBeNull();
    expect(read.problems[0]).toMatchObject({ level: 'error', ...problem });
  });

  it('keeps what it knows when a key is unknown, and asks what was meant', () => {
    expect(v1('titel: A\nname: b')).toMatchObject({
      about: { value: { name: 'b' } },
      problems: [{ level: 'warning', code: 'unknown-key', line: 3, column: 1, suggestion: 'title' }],
    });
  });

  it('leaves extensions untouched', () => {
    expect(v1('extensions: { a: { b: [1] } }').about?.value).toMatchObject({ extensions: { a: { b: [1] } } });
  });

  it.each(['../../etc/**', 'a/../../b', '!a', '[ab]/**', '/'])('skips the path %s and says so', (match) => {
    expect(v1(`paths: [{ match: "${match}", owner: x }]`)).toMatchObject({
      about: { paths: [] },
      problems: [{ level: 'warning', code: 'bad-pattern', line: 3 }],
    });
  });

  it.each([
    '',
    'team: x\n',
    '- a\n- b\n',
    '\tnot: yaml: at all',
    'apiVersion: v1\nkind: Service\n',
    '%PDF-1.4',
  ])('of another tool (%j) is left alone with a note, never an error', (content) => {
    expect(readAbout('about.yaml', content)).toMatchObject({
      about: null,
      problems: [{ level: 'note', code: 'foreign-file' }],
    });
  });

  it('of a later version is an error that says so, not a foreign file', () => {
    expect(readAbout('about.yaml', 'apiVersion: lanekeeper.dev/v9\nowner: a')).toMatchObject({
      about: null,
      problems: [{ level: 'error', line: 1 }],
    });
  });

  it('reads a recorded file of the published checker (skipped where ../shared is absent)', ({ skip }) => {
    const file = '../shared/fixtures/twilio-labs/gordon/about.yaml';
    if (!existsSync(file)) skip('../shared is absent');
    expect(readAbout('about.yaml', readFileSync(file, 'utf8'))).toMatchObject({
      about: { form: 'gordon' },
      problems: [],
    });
  });
});

describe('checking a repository', () => {
  it('misses an about.yaml at the root', () => {
    expect(checkAbout([], null)).toMatchObject([{ level: 'error', code: 'missing-file' }]);
  });

  it('tells which CODEOWNERS file is not looked at', () => {
    const files = ['docs/CODEOWNERS', '.github/CODEOWNERS'].map((path) => ({ path, content: '* @a/b' }));
    const about = { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: a' };
    expect(checkAbout([...files, about], null)).toMatchObject([
      { file: 'docs/CODEOWNERS', code: 'not-used' },
    ]);
  });
});
