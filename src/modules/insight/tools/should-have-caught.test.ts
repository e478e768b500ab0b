import { describe, expect, it } from 'vitest';
import { maskOf } from '../checks/kinds.ts';
import { kindsOfWeakness } from './kinds-of-weakness.ts';
import { shouldHaveCaught } from './should-have-caught.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const TOOLS = new Map([
  ['semgrep', maskOf(['code'])],
  ['zap', maskOf(['web'])],
  ['gitleaks', maskOf(['secret'])],
  ['hackerone', 0],
]);
const late = (change: object = {}) => ({
  kinds: kindsOfWeakness('manual', [89]),
  openedAt: day(20),
  lookers: [
    { tool: 'semgrep', firstAt: day(1) },
    { tool: 'gitleaks', firstAt: day(1) },
    { tool: 'zap', firstAt: day(25) },
  ],
  tellers: [] as { tool: string; at: Date }[],
  ...change,
});

describe('which tool should have caught what people found', () => {
  it('names those that look for its kind and looked there by then', () => {
    expect(shouldHaveCaught(late(), TOOLS)).toEqual({ verdict: 'missed', tools: ['semgrep'] });
  });
  it('is nobody’s miss when a tool had told of it before', () => {
    const tellers = [{ tool: 'semgrep', at: day(5) }];
    expect(shouldHaveCaught(late({ tellers }), TOOLS)).toEqual({ verdict: 'told', tools: [] });
  });
  it('another report by people, or a tool that told only afterwards, is no telling', () => {
    const tellers = [
      { tool: 'hackerone', at: day(5) },
      { tool: 'semgrep', at: day(22) },
    ];
    expect(shouldHaveCaught(late({ tellers }), TOOLS).verdict).toBe('missed');
  });
  it('is a gap where the tools of its kind do not look there', () => {
    expect(shouldHaveCaught(late({ lookers: [] }), TOOLS)).toEqual({ verdict: 'uncovered', tools: [] });
  });
  it('is beyond tools when no check looks for it', () => {
    const kinds = kindsOfWeakness('manual', [862]);
    expect(shouldHaveCaught(late({ kinds }), TOOLS)).toEqual({ verdict: 'beyond', tools: [] });
  });
});

describe('kinds of check for a weakness', () => {
  it.each([
    ['SQL injection', 'manual', [89], ['code', 'web']],
    ['its child, by the hierarchy of CWE', 'manual', [564], ['code', 'web']],
    ['a password in the code', 'manual', [798], ['code', 'secret']],
    ['a known weakness in a package', 'manual', [1395], ['dependency']],
    ['missing authorisation', 'manual', [862], []],
    ['no CWE at all', 'manual', [], []],
    ['what says its kind itself', 'web', [], ['web']],
  ] as const)('%s', (_, kind, cwes, wanted) => {
    expect(kindsOfWeakness(kind, cwes)).toEqual(wanted);
  });
});
