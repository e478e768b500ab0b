import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../contract/standard.ts';
import { factsSchema } from '../deciding/facts.ts';
import { compilePolicy } from '../document/compile.ts';
import { DEFAULT_POLICY } from '../document/default-policy.ts';
import { parsePolicy } from '../document/parse.ts';
import { nextQuarter } from './next-quarter.ts';
import { standardOf } from './standard-of.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const standing: Standing = {
  open: { P0: 1, P1: 0, P2: 3, P3: 9, P4: 2 },
  overdue: 5,
  overdueUrgent: 1,
  oldest: null,
  met: { inTime: 8, all: 10 },
};
const OWN =
  '    shop: { appliesTo: \'finding.kind == "web"\', own: { clock: detected, P0: 12h, P1: 2d, P2: 5d, P3: none, P4: none } }\n';
const withOwn = DEFAULT_POLICY.replace(/^ {2}regimes:\n/m, (line) => line + OWN);
const service = (more: object) =>
  factsSchema.parse({ finding: { kind: 'code', severity: 'info' }, service: more }).service;

function made(text: string, where: ReturnType<typeof service> | null) {
  const place = {
    repository: null,
    folder: '',
    name: 'x',
    team: null,
    exposure: null,
    tier: null,
    data: [],
    compliance: [],
  };
  return standardOf(
    {
      policy: compilePolicy(text, 'policy@7'),
      document: parsePolicy(text).document,
      place,
      service: where,
      standing,
    },
    NOW,
  );
}

describe('the standard', () => {
  it('says by when, per priority, as the house does', () => {
    const { demands, policy } = made(DEFAULT_POLICY, null);
    expect(policy).toBe('policy@7');
    expect(demands[0]).toMatchObject({ name: 'standard', counts: 'the day it was detected' });
    expect(demands[0]!.rows.map(({ what, by }) => `${what} ${by}`)).toEqual([
      'P0 1 day',
      'P1 7 days',
      'P2 30 days',
      'P3 90 days',
      'P4 no date: it goes along with other work',
    ]);
  });

  it('tells a service the regimes that apply to it, with their source, and not those that do not', () => {
    const { demands } = made(withOwn, service({ compliance: ['federal'], exposure: 'internet' }));
    expect(demands.map(({ name }) => name)).toEqual(['standard', 'shop', 'bod-26-04']);
    const [, own, directive] = demands;
    expect(directive!.because).toMatch(/^it applies here: /);
    expect(directive!.source!.url).toMatch(/^https:/);
    expect(directive!.rows.length).toBeGreaterThan(3);
    expect(directive!.rows.every(({ what, by }) => what && by)).toBe(true);
    expect(directive!.rows.map(({ by }) => by).join()).toContain('3 days');
    // What depends on the finding may apply: it is told with its condition.
    expect(own!.because).toBe('it applies where its kind is web');
    expect(own!.rows[0]).toEqual({ what: 'P0', by: '12 hours' });
  });

  it('tells the house all regimes with when they apply', () => {
    const { demands } = made(withOwn, null);
    const { regimes } = compilePolicy(withOwn).deadlines;
    expect(regimes.length).toBeGreaterThan(1);
    expect(demands.map(({ name }) => name)).toEqual(['standard', ...regimes.map(({ name }) => name)]);
    for (const { because } of demands.slice(1)) expect(because).toMatch(/^it applies where /);
  });

  it('names every rule of a priority in words, without CEL where it can', () => {
    const { priorities } = made(DEFAULT_POLICY, null);
    expect(priorities.flatMap(({ rules }) => rules).length).toBe(
      parsePolicy(DEFAULT_POLICY).document.priority.length,
    );
    expect(priorities[0]!.rules.map(({ words }) => words).join()).not.toMatch(/&&|==/);
  });

  it('says what counts as done, who decides, and how it is told, in sentences', () => {
    const said = made(
      DEFAULT_POLICY.replace('newTicketsPerTeamPerWeek: null', 'newTicketsPerTeamPerWeek: 10'),
      null,
    );
    expect(said.told[0]).toContain('10 new ones a week');
    expect(said.told.join()).toContain('Half-way to the date whoever is on it is told on the ticket, once');
    expect(said.exceptions.join()).toContain('for 180 days at most; of P0 and P1 granted by a leader');
    expect(said.withoutFix.join()).toContain('Held until fix available (there is nothing to install yet)');
    for (const line of [...said.done, ...said.withoutFix, ...said.exceptions, ...said.told]) {
      expect(line).toMatch(/^[A-Z0-9].*\.$/);
      expect(line).not.toContain('undefined');
    }
  });
});

describe('where it should be next quarter', () => {
  it('follows from where it stands, and ends with the next quarter', () => {
    const next = nextQuarter(standing, NOW, 'UTC');
    expect(next.until).toBe('2027-03-31');
    expect(next.goals).toEqual([
      { goal: 'No P0 or P1 is overdue', now: '1 overdue', reached: false },
      { goal: 'At least 90 % of dates are met', now: '80 % of 10', reached: false },
      { goal: 'At most 2 findings are overdue', now: '5 overdue', reached: false },
    ]);
    const calm = { ...standing, overdue: 0, overdueUrgent: 0, met: { inTime: 0, all: 0 } };
    expect(nextQuarter(calm, NOW, 'UTC').goals.every(({ reached }) => reached)).toBe(true);
  });
});
