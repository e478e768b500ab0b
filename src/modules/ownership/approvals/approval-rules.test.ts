import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GUARDED_FIELDS } from '../../../contract/approvals.ts';
import { NOTHING_STATED } from '../forms/descriptor.ts';
import { factsOf, type GuardedFacts, guarded, knownBefore, stricterOf } from './approval-rules.ts';

const nothing = factsOf(NOTHING_STATED);
const facts = (some: Partial<GuardedFacts>): GuardedFacts => ({ ...nothing, ...some });

describe('whether a wish lowers the judgement of risk', () => {
  it.each([
    ['exposure', 'internet', 'internal', 'looser'],
    ['exposure', 'internal', 'partner', 'stricter'],
    ['exposure', null, 'none', 'stricter'],
    ['exposure', 'none', null, 'looser'],
    ['tier', 1, 4, 'looser'],
    ['tier', 4, 1, 'stricter'],
    ['tier', null, 4, 'stricter'],
    ['data', ['pci', 'pii'], ['pii', 'pci'], 'same'],
    ['data', ['pci'], ['pii'], 'looser'],
    ['data', ['pci'], ['none'], 'looser'],
    ['data', ['none'], null, 'same'],
    ['data', null, ['pci'], 'stricter'],
    ['compliance', ['pci-dss'], ['pci-dss', 'sox'], 'stricter'],
    ['compliance', ['pci-dss'], [], 'looser'],
    ['missionImpact', 'high', 'low', 'looser'],
    ['missionImpact', 'low', 'high', 'stricter'],
    ['lifecycle', 'production', 'archived', 'looser'],
    ['lifecycle', null, 'archived', 'looser'],
    ['lifecycle', null, 'production', 'same'],
    ['lifecycle', 'archived', 'production', 'stricter'],
    ['slaPolicy', 'standard', 'relaxed', 'looser'],
    ['slaPolicy', null, 'standard', 'same'],
    ['slaPolicy', 'gold', 'standard', 'looser'],
    ['prFeedback', 'block', 'comment', 'looser'],
    ['prFeedback', null, 'observe', 'looser'],
    ['prFeedback', 'observe', null, 'stricter'],
    ['bugBounty', { inScope: true, assets: ['a'] }, { inScope: false, assets: [] }, 'looser'],
    ['bugBounty', { inScope: true, assets: ['a', 'b'] }, { inScope: true, assets: ['a'] }, 'looser'],
    ['bugBounty', null, { inScope: true, assets: [] }, 'stricter'],
    ['bugBounty', null, { inScope: false, assets: [] }, 'same'],
  ] as const)('%s from %j to %j is %s', (field, current, wished, expected) => {
    expect(stricterOf(field, current, wished)).toBe(expected);
  });
});

describe('what counts of a newly read file', () => {
  it('is what is stricter, at once, and what is looser only as a wish', () => {
    const read = facts({ exposure: 'none', tier: 1, data: ['pii'] });
    const { inForce, waiting } = guarded(facts({ exposure: 'internet', tier: 2, data: ['pci'] }), read);
    expect(inForce).toEqual(facts({ exposure: 'internet', tier: 1, data: ['pci', 'pii'] }));
    expect(waiting.map(({ field, wished }) => [field, wished])).toEqual([
      ['exposure', 'none'],
      ['data', ['pii']],
    ]);
  });

  it('is all of a first file about which nothing is known', () => {
    const read = facts({ exposure: 'none', prFeedback: 'observe', slaPolicy: 'relaxed' });
    expect(guarded({}, read)).toEqual({ inForce: read, waiting: [] });
  });

  it('never loses strictness, whatever files are read one after the other', () => {
    const any = fc.record({
      exposure: fc.constantFrom('internet', 'partner', 'internal', 'none', null),
      tier: fc.constantFrom(1, 2, 3, 4, null),
      data: fc.option(fc.subarray(['pci', 'pii', 'phi', 'credentials'] as const)),
      missionImpact: fc.constantFrom('low', 'medium', 'high', null),
      lifecycle: fc.constantFrom('experimental', 'production', 'deprecated', 'archived', null),
      prFeedback: fc.constantFrom('observe', 'comment', 'block', null),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (read) => {
        let before: GuardedFacts | null = null;
        for (const one of read) {
          const now: GuardedFacts = guarded(before ?? {}, facts(one as Partial<GuardedFacts>)).inForce;
          for (const field of GUARDED_FIELDS)
            if (before) expect(stricterOf(field, before[field], now[field])).not.toBe('looser');
          before = now;
        }
      }),
    );
  });
});

describe('what is known before the first file of a folder', () => {
  it('is the stricter of the files around it and of the registry', () => {
    const around = [facts({ tier: 3 }), facts({ exposure: 'internal', tier: 1 })];
    expect(knownBefore(around, { exposure: 'internet', tier: 4, data: [], compliance: ['sox'] })).toEqual({
      exposure: 'internet',
      tier: 3,
      compliance: ['sox'],
    });
  });
});
