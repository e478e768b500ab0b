import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../document/compile.ts';
import { DEFAULT_POLICY } from '../document/default-policy.ts';
import { judgeRule, type LabelCounts, type RuleVoice, UNHEARD } from './judge.ts';
import { nextSteps, stepWords } from './next-steps.ts';
import { wilson } from './wilson.ts';

const { trust } = compilePolicy(DEFAULT_POLICY);
const COMMENTS: RuleVoice = { mode: 'comment', demoted: false };
const BLOCKS: RuleVoice = { mode: 'block', demoted: false };
const DEMOTED: RuleVoice = { mode: 'observe', demoted: true };

const judged = (counts: Partial<LabelCounts>, state = UNHEARD, settings = trust, suggestsFix = true) =>
  judgeRule({ notUseful: 0, fixed: 0, acknowledged: 0, suggestsFix, ...counts }, state, settings);
const voice = (...args: Parameters<typeof judged>) => {
  const { mode, demoted } = judged(...args);
  return { mode, demoted };
};

describe('the thresholds of the standard', () => {
  it('35 clean labels are the fewest that prove less than 10 %', () => {
    expect(voice({ fixed: 34 })).toEqual(UNHEARD);
    expect(voice({ fixed: 35 })).toEqual(COMMENTS);
    expect(voice({ acknowledged: 35 })).toEqual(COMMENTS);
  });

  it('189 clean labels are the fewest that prove less than 2 %, 73 for 5 %', () => {
    expect(voice({ fixed: 188 })).toEqual(COMMENTS);
    expect(voice({ fixed: 189 })).toEqual(BLOCKS);
    const mild = { ...trust, blockMaxRate: 0.05 };
    expect(voice({ fixed: 72 }, UNHEARD, mild)).toEqual(COMMENTS);
    expect(voice({ fixed: 73 }, UNHEARD, mild)).toEqual(BLOCKS);
  });

  it('blocking also asks that 70 % were fixed and that it says how', () => {
    expect(voice({ fixed: 139, acknowledged: 61 })).toEqual(COMMENTS);
    expect(voice({ fixed: 140, acknowledged: 60 })).toEqual(BLOCKS);
    expect(voice({ fixed: 500 }, UNHEARD, trust, false)).toEqual(COMMENTS);
  });

  it('5 not useful of 20 take its voice; 3 of 20 do not, and 2 of 10 prove nothing', () => {
    for (const state of [UNHEARD, COMMENTS, BLOCKS])
      expect(voice({ notUseful: 5, fixed: 15 }, state)).toEqual(DEMOTED);
    expect(voice({ notUseful: 3, fixed: 17 }, COMMENTS)).toEqual(COMMENTS);
    expect(voice({ notUseful: 3, fixed: 17 })).toEqual(UNHEARD);
    expect(voice({ notUseful: 2, fixed: 8 }, COMMENTS)).toEqual(COMMENTS);
    expect(voice({ notUseful: 2, fixed: 8 })).toEqual(UNHEARD);
  });

  it('one or two words silence nobody, though everything people met was not useful', () => {
    expect(voice({ notUseful: 2 }, COMMENTS)).toEqual(COMMENTS);
    expect(voice({ notUseful: 3 }, COMMENTS)).toEqual(DEMOTED);
  });
});

describe('between the thresholds', () => {
  it('a rule keeps its mode, so that single labels do not make it flap', () => {
    expect(judged({ notUseful: 1, fixed: 35 }, COMMENTS)).toMatchObject({
      ...COMMENTS,
      why: 'keeps-comment',
    });
    expect(voice({ notUseful: 1, fixed: 35 })).toEqual(UNHEARD);
    expect(judged({ notUseful: 1, fixed: 200 }, BLOCKS)).toMatchObject({ ...BLOCKS, why: 'keeps-block' });
    expect(voice({ notUseful: 1, fixed: 200 }, COMMENTS)).toEqual(COMMENTS);
  });

  it('a demoted rule is heard again when the share itself is back at the limit', () => {
    expect(judged({ notUseful: 5, fixed: 40 }, DEMOTED)).toMatchObject({
      ...DEMOTED,
      why: 'still-too-noisy',
    });
    expect(voice({ notUseful: 5, fixed: 45 }, DEMOTED)).toEqual(UNHEARD);
    expect(voice({ notUseful: 5, fixed: 150 }, DEMOTED)).toEqual(COMMENTS);
  });

  it('what may block falls back to comments when it is certainly too often wrong, rarely fixed, or says no more how', () => {
    for (const lost of [
      judged({ notUseful: 8, fixed: 100 }, BLOCKS),
      judged({ fixed: 100, acknowledged: 100 }, BLOCKS),
      judged({ fixed: 300 }, BLOCKS, trust, false),
    ])
      expect(lost).toMatchObject({ mode: 'comment', demoted: false });
  });

  it('without any label left in the window it starts afresh', () => {
    for (const state of [DEMOTED, COMMENTS, BLOCKS])
      expect(judged({}, state)).toMatchObject({
        ...UNHEARD,
        because: ['nobody has judged it in the last 90 days', 'it starts afresh: it looks on'],
      });
  });
});

it('says what was counted and what follows', () => {
  expect(judged({ notUseful: 5, fixed: 10, acknowledged: 5 }).because).toEqual([
    '5 of 20 labels in 90 days say not useful: 25 %, with 95 % certainty between 11.2 % and 46.9 %',
    'certainly more than 10 %: what it finds and is not urgent waits until it is trusted again',
  ]);
});

describe('what would change it next', () => {
  const steps = (counts: Partial<LabelCounts>, state = UNHEARD) =>
    nextSteps({ notUseful: 0, fixed: 0, acknowledged: 0, suggestsFix: true, ...counts }, state, trust).map(
      stepWords,
    );

  it('is told in labels', () => {
    expect(steps({ fixed: 31 })).toEqual([
      '4 more useful labels and it comments in pull requests',
      '8 more not useful labels and what it finds waits, unless it is urgent',
    ]);
    expect(steps({ notUseful: 5, fixed: 15 }, DEMOTED)).toEqual([
      '30 more useful labels and it looks on, without holding anything back',
    ]);
  });

  it('is exactly enough: one fewer changes nothing', () => {
    fc.assert(
      fc.property(counts(), fc.constantFrom(UNHEARD, COMMENTS, DEMOTED), (labels, state) => {
        for (const { word, labels: n, mode, demoted } of nextSteps(
          { ...labels, suggestsFix: true },
          state,
          trust,
        )) {
          const more = (by: number) =>
            word === 'useful'
              ? { ...labels, fixed: labels.fixed + by }
              : { ...labels, notUseful: labels.notUseful + by };
          expect(voice(more(n), state)).toEqual({ mode, demoted });
          if (n > 1) expect(voice(more(n - 1), state)).not.toEqual({ mode, demoted });
        }
      }),
    );
  });
});

const counts = (): fc.Arbitrary<LabelCounts> =>
  fc.record({ notUseful: fc.nat(60), fixed: fc.nat(400), acknowledged: fc.nat(100) });
const anyState = () => fc.constantFrom(UNHEARD, COMMENTS, BLOCKS, DEMOTED);
const LOUDNESS = { observe: 1, comment: 2, block: 3 };
const loudness = ({ mode, demoted }: RuleVoice) => (demoted ? 0 : LOUDNESS[mode]);

describe('for all labels', () => {
  it('the bounds contain the share, and more labels of the same share bring them closer', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 2, max: 50 }), (hits, others, times) => {
        const all = hits + others;
        const { lower, upper } = wilson(hits, all);
        expect(0 <= lower && lower <= upper && upper <= 1).toBe(true);
        if (all === 0) return;
        expect(lower <= hits / all && hits / all <= upper).toBe(true);
        const closer = wilson(hits * times, all * times);
        expect(closer.upper - closer.lower).toBeLessThan(upper - lower);
      }),
    );
  });

  it('a further hit raises both bounds, a further miss lowers both', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (hits, others) => {
        const now = wilson(hits, hits + others);
        const hit = wilson(hits + 1, hits + others + 1);
        const miss = wilson(hits, hits + others + 1);
        expect(hit.lower).toBeGreaterThanOrEqual(now.lower);
        expect(hit.upper).toBeGreaterThanOrEqual(now.upper);
        expect(miss.lower).toBeLessThanOrEqual(now.lower);
        expect(miss.upper).toBeLessThanOrEqual(now.upper);
      }),
    );
  });

  it('more fixed ones never lower a rule, and more not useful ones never raise it', () => {
    fc.assert(
      fc.property(counts(), anyState(), fc.integer({ min: 1, max: 300 }), (labels, state, more) => {
        fc.pre(labels.notUseful + labels.fixed + labels.acknowledged > 0);
        const now = loudness(judged(labels, state));
        expect(loudness(judged({ ...labels, fixed: labels.fixed + more }, state))).toBeGreaterThanOrEqual(
          now,
        );
        expect(
          loudness(judged({ ...labels, notUseful: labels.notUseful + more }, state)),
        ).toBeLessThanOrEqual(now);
      }),
    );
  });

  it('more acknowledged ones never cost a rule its voice; only blocking asks for fixes besides', () => {
    fc.assert(
      fc.property(counts(), anyState(), fc.integer({ min: 1, max: 300 }), (labels, state, more) => {
        const now = Math.min(loudness(judged(labels, state)), LOUDNESS.comment);
        const then = judged({ ...labels, acknowledged: labels.acknowledged + more }, state);
        expect(loudness(then)).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  it('judging the same labels again changes nothing', () => {
    fc.assert(
      fc.property(counts(), anyState(), fc.boolean(), (labels, state, suggestsFix) => {
        const once = voice(labels, state, trust, suggestsFix);
        expect(voice(labels, once, trust, suggestsFix)).toEqual(once);
      }),
    );
  });
});
