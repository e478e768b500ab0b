import { expect, test } from 'vitest';
import { compileCondition } from './condition.ts';

const problemIn = (text: string) => {
  const compiled = compileCondition(text, 'route');
  return 'holds' in compiled ? null : compiled;
};

test.each([
  ['finding.path.matches("^(a+)+$")', 21],
  ['intel.kev || finding.rule.matches("^([a-z]+-?)*$")', 34],
])('a pattern that could take for ever is refused where it stands: %s', (text, at) => {
  expect(problemIn(text)).toEqual({ at, message: expect.stringContaining('could take for ever') });
});

test('a pattern that is none, or is made of facts, is refused', () => {
  expect(problemIn('finding.path.matches("(")')?.message).toContain('no pattern');
  expect(problemIn('finding.path.matches(finding.rule)')?.message).toContain('write the pattern');
});

test('plain patterns are taken, and tell what matches', () => {
  const compiled = compileCondition('finding.path.matches("^src/[a-z]+/")', 'priority');
  if (!('holds' in compiled)) throw new Error(compiled.message);
  expect(compiled.holds({ finding: { path: 'src/web/a.ts' } })).toBe(true);
  expect(compiled.holds({ finding: { path: 'docs/a.md' } })).toBe(false);
});
