import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExceptionKind } from '../../findings/public.ts';
import { DECIDERS, exceptions } from '../document/sections/people.ts';
import {
  ceilingOf,
  type DeciderRole,
  decidesWords,
  type Granted,
  mayGrant,
  rowFor,
  type Voice,
  weigh,
} from './may-grant.ts';

const HOUSE = exceptions.parse({});
const KINDS: ExceptionKind[] = ['false-positive', 'accepted-risk', 'mitigated', 'duplicate'];

const voice = (name: string, ...roles: DeciderRole[]): Voice => ({
  label: `${name}@acme.example`,
  personId: name,
  roles,
});
const risk = (priority: number, allTeams = false): Granted => ({ kind: 'accepted-risk', priority, allTeams });
const say = (exception: Granted, spoken: Voice[], actor: Voice) => {
  const { may, as, word, awaits } = mayGrant(HOUSE, exception, spoken, actor, 'Payments');
  return may ? [as, word, ...awaits] : 'no';
};

describe('who may grant, by the house’s rules', () => {
  it.each([
    [
      'a false positive',
      { kind: 'false-positive', priority: 0, allTeams: false },
      'champion',
      ['champion', 'granted'],
    ],
    [
      'a false positive',
      { kind: 'false-positive', priority: 0, allTeams: false },
      'security',
      ['security', 'granted'],
    ],
    ['a false positive', { kind: 'false-positive', priority: 4, allTeams: false }, 'manager', 'no'],
    ['a duplicate', { kind: 'duplicate', priority: 0, allTeams: false }, 'champion', ['champion', 'granted']],
    [
      'a mitigation',
      { kind: 'mitigated', priority: 0, allTeams: false },
      'champion',
      ['champion', 'granted'],
    ],
    ['a mitigation', { kind: 'mitigated', priority: 0, allTeams: false }, 'developer', 'no'],
    ['a risk of P2', risk(2), 'manager', ['manager', 'granted', 'security']],
    ['a risk of P2', risk(2), 'champion', 'no'],
    ['a risk of P2', risk(2), 'leader', 'no'],
    ['a risk of P1', risk(1), 'manager', 'no'],
    ['a risk of P0', risk(0), 'leader', ['leader', 'granted', 'security']],
    [
      'a false positive of several teams',
      { kind: 'false-positive', priority: 2, allTeams: true },
      'champion',
      ['champion', 'granted', 'security'],
    ],
    [
      'a false positive of several teams',
      { kind: 'false-positive', priority: 2, allTeams: true },
      'security',
      ['security', 'granted'],
    ],
  ] as const)('%s, %o, by a %s: %o', (_what, exception, role, expected) => {
    expect(say(exception, [], voice('ann', role))).toEqual(expected);
  });

  it('lets security countersign what a manager has granted, and not the manager once more', () => {
    const manager = voice('max', 'manager', 'security');
    expect(say(risk(2), [manager], voice('sue', 'security'))).toEqual(['security', 'countersigned']);
    expect(say(risk(2), [manager], manager)).toBe('no');
    expect(mayGrant(HOUSE, risk(2), [manager], manager, 'Payments').because).toContain(
      'one person never gives both',
    );
  });

  it('lets security speak first, and the manager then', () => {
    expect(say(risk(2), [], voice('sue', 'security'))).toEqual(['security', 'granted', 'manager']);
    expect(say(risk(2), [voice('sue', 'security')], voice('max', 'manager'))).toEqual([
      'manager',
      'countersigned',
    ]);
  });

  it('counts a champion’s word only while they are a champion', () => {
    const shared: Granted = { kind: 'false-positive', priority: 2, allTeams: true };
    const rules = exceptions.parse({ falsePositive: { by: ['champion'], countersign: ['security'] } });
    const [then, now] = [voice('cho', 'champion'), voice('cho')];
    const sue = voice('sue', 'security');
    expect(mayGrant(rules, shared, [then], sue, 'Payments').awaits).toEqual([]);
    expect(mayGrant(rules, shared, [now], sue, 'Payments').awaits).toEqual(['champion']);
  });

  it('takes no program’s yes', () => {
    const token: Voice = { label: 'token:ci', personId: null, roles: ['security'] };
    expect(mayGrant(HOUSE, risk(2), [], token, 'Payments')).toMatchObject({ may: false });
  });

  it('says who may in a sentence', () => {
    expect(decidesWords(rowFor(HOUSE, risk(0)), risk(0), 'Payments')).toBe(
      'The leader above Payments grants it; security countersigns, which is another person.',
    );
    const shared = { kind: 'false-positive', priority: 3, allTeams: true } as const;
    expect(decidesWords(rowFor(HOUSE, shared), shared, 'Payments')).toBe(
      'The champion of Payments or security grants it; it covers what other teams own, so security has to be among them.',
    );
  });

  it('covers nothing more urgent than what was accepted', () => {
    expect([0, 1, 2, 3, 4].map((priority) => ceilingOf(risk(priority)))).toEqual([0, 0, 2, 2, 2]);
    expect(ceilingOf({ kind: 'false-positive', priority: 4, allTeams: false })).toBe(0);
  });
});

const roles = fc.uniqueArray(fc.constantFrom(...DECIDERS), { maxLength: DECIDERS.length });
/** Whoever is named to grant is not named to countersign: the document refuses that. */
const section = fc
  .uniqueArray(fc.constantFrom(...DECIDERS), { minLength: 2, maxLength: DECIDERS.length })
  .chain((all) => fc.record({ all: fc.constant(all), cut: fc.integer({ min: 1, max: all.length - 1 }) }))
  .map(({ all, cut }) => {
    const row = { by: all.slice(0, cut), countersign: all.slice(cut) };
    return exceptions.parse({
      falsePositive: row,
      duplicate: row,
      mitigated: row,
      acceptedRisk: { ...row, P0P1: row },
    });
  });
const exception = fc.record({
  kind: fc.constantFrom(...KINDS),
  priority: fc.nat({ max: 4 }),
  allTeams: fc.boolean(),
});

describe('whatever the rules', () => {
  it('no single person ever completes what needs a countersign, in whichever roles and however often they speak', () => {
    fc.assert(
      fc.property(
        section,
        exception,
        fc.array(roles, { minLength: 1, maxLength: 4 }),
        (rules, asked, spoken) => {
          const voices = spoken.map((one) => voice('ann', ...one));
          expect(weigh(rules, asked, voices).missing.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('what covers other teams is never complete without security', () => {
    fc.assert(
      fc.property(section, exception, fc.array(roles, { maxLength: 4 }), (rules, asked, spoken) => {
        const voices = spoken.map((one, n) =>
          voice(`person-${n}`, ...one.filter((role) => role !== 'security')),
        );
        expect(weigh(rules, { ...asked, allTeams: true }, voices).missing.length).toBeGreaterThan(0);
      }),
    );
  });

  it('a yes that may be said always brings it nearer, and words in any order come to the same', () => {
    fc.assert(
      fc.property(
        section,
        exception,
        fc.array(roles, { minLength: 1, maxLength: 4 }),
        (rules, asked, spoken) => {
          const voices = spoken.map((one, n) => voice(`person-${n}`, ...one));
          const missing = (of: Voice[]) => weigh(rules, asked, of).missing.length;
          expect(missing(voices.toReversed())).toBe(missing(voices));
          const [last, ...before] = voices;
          const { may } = mayGrant(rules, asked, before, last!, 'Payments');
          expect(missing(voices) < missing(before)).toBe(may);
        },
      ),
    );
  });
});
