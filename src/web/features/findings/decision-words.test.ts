import { describe, expect, it } from 'vitest';
import type { FindingDecision } from '../../../contract/decision.ts';
import { decisionSentences, factGroups } from './decision-words.ts';

const plain: FindingDecision = {
  finding: 'fnd_1',
  priority: 'P2',
  dueAt: '2026-04-01T00:00:00.000Z',
  reviewAt: null,
  route: null,
  pausedBy: null,
  because: [],
  policy: 'policy@3',
  version: 3,
  decidedAt: '2026-03-02T00:00:00.000Z',
  replay: { equal: true, differs: [] },
  regimes: [],
  duties: [],
  mode: null,
  facts: [],
  clock: {
    detectedAt: '2026-03-02T00:00:00.000Z',
    fixSince: null,
    restartedAt: null,
    waitsFor: null,
    pausedSince: null,
    pausedDays: 0,
    kept: null,
  },
  today: null,
};

describe('a decision in sentences', () => {
  it('says by which version, and that it says the same again', () => {
    expect(decisionSentences(plain)).toEqual([
      expect.stringMatching(/^Decided by policy@3 on .*2026/),
      'Asked again with what was known then, it says the same.',
    ]);
  });

  it('says what differs, and why it cannot be asked again', () => {
    const differs = decisionSentences({ ...plain, replay: { equal: false, differs: ['P2 → P1'] } });
    expect(differs[1]).toBe('Asked again, it says otherwise: P2 → P1.');
    const never = decisionSentences({ ...plain, replay: { equal: null, differs: ['too old'] } });
    expect(never[1]).toBe('It cannot be asked again: too old.');
  });

  it('says how its clock goes and what it waits for', () => {
    const clock = { ...plain.clock, pausedSince: '2026-03-05T00:00:00.000Z', pausedDays: 2.04 };
    const kept = { dueAt: '2026-03-04T00:00:00.000Z', why: 'passed' as const };
    const told = decisionSentences({
      ...plain,
      route: 'hold',
      pausedBy: 'base-image',
      clock: { ...clock, kept },
    });
    expect(told.join(' ')).toMatch(/stands still since .*\(rule base-image\)/);
    expect(told.join(' ')).toContain('for 2 days before');
    expect(told.join(' ')).toContain('so the date stays');
    expect(told.at(-1)).toBe('It is held: nobody is asked for it now.');
  });
});

describe('facts of a decision', () => {
  it('tell what was not assessed together, by what they are about', () => {
    const fact = (group: 'service' | 'trust', name: string, value: string | null) => ({
      group,
      name,
      value,
      source: null,
    });
    expect(
      factGroups([
        fact('service', 'tier', null),
        fact('service', 'exposure', 'internet'),
        fact('trust', 'mode', null),
      ]),
    ).toEqual([
      { title: 'Its service', told: [fact('service', 'exposure', 'internet')], open: ['tier'] },
      { title: 'Trust in its rule', told: [], open: ['mode'] },
    ]);
  });
});
