import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../kernel/errors.ts';
import { compilePolicy, DEFAULT_POLICY, decide, type FactsInput, factsSchema } from '../pure.ts';

const DETECTED = '2026-03-01T10:00:00.000Z';
const NOW = '2026-03-20T00:00:00.000Z';
const policy = compilePolicy(DEFAULT_POLICY, 'default@1');

const decided = (facts: FactsInput, by = policy) =>
  decide(by, factsSchema.parse({ detectedAt: DETECTED, now: NOW, ...facts }));
const high = { kind: 'dependency', severity: 'high', fixAvailable: true } as const;
const withClock = (clock: string) =>
  compilePolicy(DEFAULT_POLICY.replace('clock: detected', `clock: ${clock}`));

function complaint(text: string): string {
  try {
    compilePolicy(text);
  } catch (error) {
    return (error as AppError).message;
  }
  throw new Error('the policy was taken');
}

describe('a clock', () => {
  it.each([
    [
      'evaluated',
      { finding: { ...high, evaluatedAt: '2026-03-05T10:00:00Z' } },
      '2026-04-04',
      'its evaluation',
    ],
    ['published', { finding: high, intel: { published: '2026-03-04' } }, '2026-04-03', 'its publication'],
    [
      'kev-added',
      { finding: { ...high, severity: 'info' }, intel: { kev: true, kevSince: '2026-03-04' } },
      '2026-03-11',
      'the day it entered KEV',
    ],
    [
      'fix-available',
      { finding: { ...high, fixAvailableSince: '2026-03-06T10:00:00Z' } },
      '2026-04-05',
      'the day the fix appeared',
    ],
  ] as const)('of %s counts from that moment, and says so', (clock, facts, day, from) => {
    const { dueAt, because } = decided(facts, withClock(clock));
    expect(dueAt?.slice(0, 10)).toBe(day);
    expect(because.join('\n')).toContain(`counted from ${from}`);
  });

  it('counts from detection, and says so, where its moment is not known', () => {
    const { dueAt, because } = decided({ finding: high }, withClock('evaluated'));
    expect(dueAt).toBe('2026-03-31T10:00:00.000Z');
    expect(because.join('\n')).toContain('counted from detection, as it is not known when it was evaluated');
  });

  it('never starts before detection, nor in the future', () => {
    for (const published of ['2001-01-01', '2031-01-01']) {
      const { dueAt } = decided({ finding: high, intel: { published } }, withClock('published'));
      expect(dueAt).toBe('2026-03-31T10:00:00.000Z');
    }
  });

  it('starts again when something came back after its fix had been verified for long', () => {
    const finding = { ...high, restartedAt: '2026-03-15T10:00:00Z' };
    const { dueAt, because } = decided({ finding });
    expect(dueAt).toBe('2026-04-14T10:00:00.000Z');
    expect(because.join('\n')).toContain('counted from the day it came back');
  });
});

describe('a pause', () => {
  const waits = { ...high, kind: 'container', waitsFor: 'base-image' } as const;

  it('stops the clock by its rule, and says since when and how much is left', () => {
    const finding = { ...waits, pausedSince: '2026-03-11T10:00:00Z' };
    const { dueAt, pausedBy, because, regimes, reviewAt } = decided({ finding });
    expect({ dueAt, pausedBy }).toEqual({ dueAt: null, pausedBy: 'waits-for-base-image' });
    expect(regimes).toEqual({ standard: { dueAt: null, duties: [] } });
    expect(because.join('\n')).toContain(
      'no date: its clock stands still since 2026-03-11 with 20 days left: the fix comes with a new base image, which somebody else builds (rule waits-for-base-image); looked at again by 2026-03-31',
    );
    expect(reviewAt).toBe('2026-03-31T10:00:00.000Z');
  });

  it('begins now where nobody remembers another moment', () => {
    const { because } = decided({ finding: waits });
    expect(because.join('\n')).toContain('stands still since 2026-03-20 with 11.4 days left');
  });

  it('gives its days back when it is over', () => {
    const { dueAt, because, pausedBy } = decided({ finding: { ...high, pausedDays: 4 } });
    expect({ dueAt, pausedBy }).toEqual({ dueAt: '2026-04-04T10:00:00.000Z', pausedBy: null });
    expect(because.join('\n')).toContain('counted from detection and 4 days for which it stood still');
  });

  it('does not take back a date that had passed', () => {
    const finding = { ...waits, pausedSince: '2026-05-01T10:00:00Z' };
    const { dueAt, pausedBy } = decided({ finding, now: '2026-06-01T00:00:00Z' });
    expect({ dueAt, pausedBy }).toEqual({ dueAt: '2026-03-31T10:00:00.000Z', pausedBy: null });
  });

  it('does not stop what others have published', () => {
    const service = { exposure: 'internal', compliance: ['federal'] };
    const intel = { kev: true, automatable: 'yes', technicalImpact: 'partial' };
    const finding = { ...waits, pausedDays: 3, pausedSince: '2026-03-02T10:00:00Z' };
    const { dueAt, pausedBy, because, regimes } = decided({ finding, service, intel });
    expect(dueAt).toBe('2026-03-15T10:00:00.000Z');
    expect(regimes['standard']!.dueAt).toBeNull();
    expect(pausedBy).toBe('waits-for-base-image');
    expect(because.join('\n')).toContain('the clock of the house standard stands still since 2026-03-02');
  });

  it('never holds back what is most urgent', () => {
    const facts = { service: { exposure: 'internet' }, intel: { kev: true } } as const;
    expect(decided({ finding: waits, ...facts }).dueAt).toBe('2026-03-02T10:00:00.000Z');
  });
});

describe('what has no date', () => {
  it('is looked at again: without a fix, and when it is held', () => {
    const unfixed = { ...high, fixAvailable: false };
    expect(decided({ finding: unfixed }).reviewAt).toBe('2026-03-31T10:00:00.000Z');
    const held = decided({ finding: { ...unfixed, severity: 'low' } });
    expect(held.route).toEqual({ to: 'hold', until: 'fix available' });
    expect(held.reviewAt).toBe('2026-03-31T10:00:00.000Z');
    expect(decided({ finding: high }).reviewAt).toBeNull();
  });

  it('may be held with a date, and is looked at again all the same', () => {
    const text = `${DEFAULT_POLICY}\n`.replace(
      'routes:\n',
      'routes:\n  - { when: \'finding.severity == "high"\', to: { hold: until the audit is over, review: 7d } }\n',
    );
    const { dueAt, reviewAt, because } = decided({ finding: high }, compilePolicy(text));
    expect(dueAt).toBe('2026-03-31T10:00:00.000Z');
    expect(reviewAt).toBe('2026-03-22T10:00:00.000Z');
    expect(because).toContain('looked at again by 2026-03-22');
  });
});

describe('a document', () => {
  it.each([
    [
      'a regime that nobody published',
      DEFAULT_POLICY.replace('fedramp-vdr:', 'fedramp-vrd:'),
      /^policy \d+:\d+: deadlines\.regimes\.fedramp-vrd: no regime is called fedramp-vrd; did you mean fedramp-vdr\?/,
    ],
    [
      'an impact level where there is none',
      DEFAULT_POLICY.replace('bod-26-04: {', 'bod-26-04: { level: low,'),
      /\d+:\d+: deadlines\.regimes\.bod-26-04: only fedramp-vdr has impact levels/,
    ],
    [
      'a regime called like the house standard',
      DEFAULT_POLICY.replace('bod-26-04: {', 'standard: {'),
      /standard is the name of the house standard/,
    ],
    [
      'a week without a working day',
      DEFAULT_POLICY.replace('weekend: [sat, sun]', 'weekend: [mon, tue, wed, thu, fri, sat, sun]'),
      /a week without a working day would never reach a deadline/,
    ],
    [
      'a year without a working day',
      DEFAULT_POLICY.replace('weekend: [sat, sun]', 'weekend: [mon, tue, wed, thu, fri, sat]').replace(
        'holidays: []',
        `holidays: [${Array.from({ length: 60 }, (_, i) =>
          new Date(Date.parse('2027-01-03') + i * 7 * 86_400_000).toISOString().slice(0, 10),
        ).join(', ')}]`,
      ),
      /\d+:\d+: deadlines\.calendar\.holidays: after 2027-01-03 no working day follows for more than a year/,
    ],
  ])('with %s is refused with place and sentence', (_name, text, told) => {
    expect(complaint(text)).toMatch(told);
  });
});
