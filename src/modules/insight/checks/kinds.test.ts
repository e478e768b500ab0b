import { describe, expect, it } from 'vitest';
import { kindsIn, kindsOfTool } from './kinds.ts';
import { checksSentence } from './sentence.ts';

describe('what a tool looks for', () => {
  it.each([
    ['one kind on its card: believed before it found anything', ['secret'], [], ['secret']],
    ['several on its card, nothing told yet: all of them', ['code', 'secret'], [], ['code', 'secret']],
    ['several on its card: only what it told of is known to be on', ['code', 'secret'], ['code'], ['code']],
    ['one on its card, and told of another: both', ['code'], ['config'], ['code', 'config']],
    ['no reader is called so: what it told of', null, ['web'], ['web']],
    ['reports of people are no check', ['manual'], ['manual'], []],
  ])('%s', (_, card, told, wanted) => {
    expect(kindsIn(kindsOfTool(card, told))).toEqual(wanted);
  });
});

describe('the sentence about checks', () => {
  const kind = (name: 'dependency' | 'secret' | 'web', missing: number, everywhere = true) => ({
    kind: name,
    covered: 20 - missing,
    missing,
    everywhere,
  });
  it('names the largest gap first, and only of kinds that every repository should have', () => {
    expect(checksSentence(20, [kind('dependency', 3), kind('secret', 12), kind('web', 19, false)])).toBe(
      '12 repositories have no secret check, 3 no dependency check.',
    );
    expect(checksSentence(20, [kind('dependency', 1)])).toBe('1 repository has no dependency check.');
    expect(checksSentence(20, [kind('dependency', 0)])).toMatch(/^Every repository has/);
    expect(checksSentence(0, [])).toMatch(/no repository/);
  });
});
