import { describe, expect, it } from 'vitest';
import { AppError } from '../../../kernel/errors.ts';
import { CONDITION_FIELDS } from '../deciding/facts.ts';
import { compilePolicy, DEFAULT_POLICY, decide, factsSchema } from '../pure.ts';

const HEAD = 'apiVersion: lanekeeper.dev/policy/v1\n';
const DEADLINES =
  'deadlines: { standard: { clock: detected, P0: 24h, P1: 7d, P2: 30d, P3: 90d, P4: none } }\n';
const withRule = (when: string) =>
  `${HEAD}priority:\n  - { id: only, when: '${when}', then: P1 }\n${DEADLINES}`;
const facts = (more: object = {}) =>
  factsSchema.parse({
    finding: { kind: 'code', severity: 'low' },
    detectedAt: '2026-01-01T00:00:00Z',
    ...more,
  });

function complaint(text: string): string {
  try {
    compilePolicy(text);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('LK-VALIDATION');
    return (error as AppError).message;
  }
  throw new Error('the policy was taken');
}

describe('a policy document', () => {
  it.each([
    [
      'a field that does not exist',
      withRule('intel.exploted'),
      '3:30: priority.0.when: there is no fact called exploted in intel; did you mean intel.exploited?',
    ],
    [
      'a field compared with the wrong type',
      withRule('finding.severity == 1'),
      '3:24: priority.0.when: a text cannot be compared with a whole number',
    ],
    [
      'a condition that is not true or false',
      withRule('finding.kind'),
      '3:24: priority.0.when: the condition must be true or false',
    ],
    ['a condition cut off', withRule('intel.kev &&'), '3:36: priority.0.when: the condition ends too early'],
    [
      'the priority before it is known',
      withRule('finding.priority == "P0"'),
      'there is no fact called priority',
    ],
    [
      'a priority that does not exist',
      DEFAULT_POLICY.replace('then: P0', 'then: P9'),
      '17:11: priority.1.then',
    ],
    ['a duration nobody can read', DEFAULT_POLICY.replace('P1: 7d', 'P1: soon'), '"soon" is no duration'],
    ['less time for the less urgent', DEFAULT_POLICY.replace('P2: 30d', 'P2: 6d'), 'P2 is due before P1'],
    ['an unknown section', `${DEFAULT_POLICY}\nfreebies: 1\n`, 'policy: freebies is not a key we know'],
    [
      'two rules of one id',
      DEFAULT_POLICY.replace('id: live-secret', 'id: refused-secret'),
      'the id refused-secret is taken',
    ],
    ['broken YAML', 'priority: [', '1:12'],
    ['nothing', '', 'policy 1:1'],
    ['a million brackets', '['.repeat(100_000), 'too deeply'],
    ['more than anyone writes', `${DEFAULT_POLICY}#${' '.repeat(300_000)}`, 'longer than'],
  ])('with %s is refused with place and sentence', (_name, text, told) => {
    expect(complaint(text)).toContain(told);
  });

  it('is told all its problems at once', () => {
    const text = DEFAULT_POLICY.replace('intel.exploited &&', 'intel.nope &&').replace(
      '!finding.fixAvailable',
      '!finding.nope',
    );
    expect(complaint(text)).toMatch(/20:\d+: priority\.2\.when.*; \d+:\d+: routes\.0\.when/);
  });

  it('does not blow up aliases', () => {
    let text = 'a: &a0 [x,x,x,x,x,x,x,x,x]\n';
    for (let i = 1; i < 9; i++) text += `b${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]\n`;
    expect(complaint(text)).toContain('aliased too deeply');
  });
});

describe('a condition', () => {
  const priorityBy = (when: string, more: object = {}) =>
    decide(compilePolicy(withRule(when)), facts(more)).priority;

  it('does not hold where it rests on what was not assessed', () => {
    expect(priorityBy('intel.kev')).toBe('P4');
    expect(priorityBy('!intel.kev')).toBe('P4');
    expect(priorityBy('intel.epss < 0.5')).toBe('P4');
    expect(priorityBy('intel.kev || finding.severity == "low"')).toBe('P1');
  });

  it('may ask whether something was assessed', () => {
    expect(priorityBy('intel.kev == null && service.tier == null && service.exposure == null')).toBe('P1');
    expect(priorityBy('intel.kev == null', { intel: { kev: false } })).toBe('P4');
  });

  it('may ask for every fact but the times', () => {
    const shape = factsSchema.shape;
    const values: Record<string, string> = { bool: 'true', string: '"x"', double: '0.5', int: '1' };
    for (const [group, fields] of Object.entries(CONDITION_FIELDS)) {
      for (const [field, type] of Object.entries(fields)) {
        const asked = `${group}.${field}`;
        const when = type.startsWith('list') ? `"x" in ${asked}` : `${asked} == ${values[type]}`;
        expect(() => compilePolicy(withRule(when)), when).not.toThrow();
      }
    }
    const declared = (group: 'finding' | 'owner' | 'scan') => Object.keys(CONDITION_FIELDS[group]);
    const times = ['fixAvailableSince', 'evaluatedAt', 'restartedAt', 'pausedSince', 'pausedDays'];
    const given = Object.keys(shape.finding.shape).filter((field) => !times.includes(field));
    expect(declared('finding').sort()).toEqual(given.sort());
  });

  it('compares the tier as a whole number', () => {
    expect(priorityBy('service.tier <= 2', { service: { tier: 2 } })).toBe('P1');
    expect(priorityBy('service.tier in [1, 2]', { service: { tier: 3 } })).toBe('P4');
  });
});

describe('days', () => {
  it('may be fractions and hours', () => {
    const policy = compilePolicy(withRule('true').replace('P1: 7d', 'P1: 1.5d'));
    const { dueAt, because } = decide(policy, facts());
    expect(dueAt).toBe('2026-01-02T12:00:00.000Z');
    expect(because.at(-1)).toBe('due in 36 hours: P1 by the house standard, counted from detection');
  });
});

describe('a route', () => {
  it('may name a queue', () => {
    const text = `${withRule('true')}routes: [{ when: 'owner.unowned', to: { queue: triage } }]\n`;
    const decision = decide(compilePolicy(text), facts({ owner: { unowned: true } }));
    expect(decision.route).toEqual({ to: 'queue', queue: 'triage' });
    expect(decision.because.at(-1)).toBe('goes to the queue triage');
  });
});
