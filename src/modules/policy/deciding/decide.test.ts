import { describe, expect, it } from 'vitest';
import { compilePolicy, DEFAULT_POLICY, decide, type FactsInput, factsSchema } from '../pure.ts';

const policy = compilePolicy(DEFAULT_POLICY, 'default@1');
const DETECTED = '2026-03-01T10:00:00.000Z';
const NOW = '2026-03-02T00:00:00.000Z';

const edge = { exposure: 'internet', name: 'checkout' } as const;
const inside = { exposure: 'internal', name: 'ledger' } as const;
const kev = { kev: true, kevSince: '2021-11-03' };
const easy = { kev: false, epss: 0.4, epssPercentile: 0.985 };
const unlikely = { kev: false, epss: 0.001, epssPercentile: 0.2 };
const upgrade = (severity: FactsInput['finding']['severity']) =>
  ({ kind: 'dependency', severity, fixAvailable: true }) as const;
const unfixed = (severity: FactsInput['finding']['severity']) =>
  ({ kind: 'dependency', severity, fixAvailable: false }) as const;
const secret = (verified?: boolean) => ({ kind: 'secret', severity: 'high', verified }) as const;

const answer = (
  facts: Omit<FactsInput, 'detectedAt' | 'now'> & { now?: string; detectedAt?: string | null },
) => decide(policy, factsSchema.parse({ detectedAt: DETECTED, now: NOW, ...facts }));

type Row = [string, Parameters<typeof answer>[0], string, string, string | null];
const rows: Row[] = [
  ['a working credential', { finding: secret(true) }, 'live-secret', 'P0', '2026-03-02'],
  ['a refused credential', { finding: secret(false) }, 'refused-secret', 'P3', '2026-05-30'],
  ['a credential nobody tried', { finding: secret() }, 'high', 'P2', '2026-03-31'],
  [
    'a credential told as low',
    { finding: { kind: 'secret', severity: 'low' } },
    'secret',
    'P2',
    '2026-03-31',
  ],
  [
    'exploited on the edge',
    { finding: upgrade('medium'), service: edge, intel: kev },
    'exploited-edge',
    'P0',
    '2026-03-02',
  ],
  [
    'reported as actively exploited on the edge',
    { finding: upgrade('low'), service: edge, intel: { exploitation: 'Active' } },
    'exploited-edge',
    'P0',
    '2026-03-02',
  ],
  [
    'exploited inside',
    { finding: upgrade('low'), service: inside, intel: kev },
    'exploited',
    'P1',
    '2026-03-08',
  ],
  ['exploited, exposure unknown', { finding: upgrade('info'), intel: kev }, 'exploited', 'P1', '2026-03-08'],
  [
    'critical and easy on the edge',
    { finding: upgrade('critical'), service: edge, intel: easy },
    'critical-easy-edge',
    'P0',
    '2026-03-02',
  ],
  [
    'critical and easy by probability alone',
    { finding: upgrade('critical'), service: edge, intel: { epss: 0.2 } },
    'critical-easy-edge',
    'P0',
    '2026-03-02',
  ],
  [
    'critical, nothing else known',
    { finding: { kind: 'code', severity: 'critical' } },
    'critical',
    'P1',
    '2026-03-08',
  ],
  [
    'critical inside and unlikely',
    { finding: upgrade('critical'), service: inside, intel: unlikely },
    'critical-inside-unlikely',
    'P2',
    '2026-03-31',
  ],
  [
    'critical and unlikely, exposure unknown',
    { finding: upgrade('critical'), intel: unlikely },
    'critical',
    'P1',
    '2026-03-08',
  ],
  [
    'high and easy on the edge',
    { finding: upgrade('high'), service: edge, intel: easy },
    'high-easy-edge',
    'P1',
    '2026-03-08',
  ],
  [
    'high, shown from outside',
    { finding: { kind: 'web', severity: 'high' }, service: edge },
    'high-shown-edge',
    'P1',
    '2026-03-08',
  ],
  [
    'high and unlikely on the edge',
    { finding: upgrade('high'), service: edge, intel: unlikely },
    'high',
    'P2',
    '2026-03-31',
  ],
  ['high inside', { finding: upgrade('high'), service: inside, intel: easy }, 'high', 'P2', '2026-03-31'],
  [
    'medium and easy on the edge',
    { finding: upgrade('medium'), service: edge, intel: easy },
    'medium-easy-edge',
    'P2',
    '2026-03-31',
  ],
  [
    'medium',
    { finding: { kind: 'config', severity: 'medium' }, service: edge },
    'medium',
    'P3',
    '2026-05-30',
  ],
  ['low', { finding: upgrade('low'), service: edge, intel: easy }, 'rest', 'P4', null],
  ['info', { finding: { kind: 'code', severity: 'info' } }, 'rest', 'P4', null],
];

describe('the default policy', () => {
  it.each(rows)('%s', (_name, facts, rule, priority, day) => {
    const { because, ...decision } = answer(facts);
    expect(because.join('\n')).toContain(`rule ${rule})`);
    expect(decision).toMatchObject({
      priority,
      dueAt: day && `${day}T10:00:00.000Z`,
      route: { to: 'owner' },
      policy: 'default@1',
    });
  });

  it('tells its reasons in plain words, in the order of its five questions', () => {
    const { because } = answer({
      finding: upgrade('high'),
      service: edge,
      intel: { ...kev, epssPercentile: 0.9753 },
    });
    expect(because).toEqual([
      'high severity',
      'a fix is available: upgrade',
      'known exploited (KEV since 2021-11-03)',
      'more likely to be exploited than 97.5 % of all vulnerabilities (EPSS)',
      'on our edge: internet-facing service checkout',
      'P0: attackers use it, and it is on our edge (rule exploited-edge)',
      'due in 1 day: P0 by the house standard, counted from detection',
    ]);
  });

  it('says what was not assessed instead of guessing', () => {
    expect(answer({ finding: { kind: 'dependency', severity: 'high' } }).because).toEqual([
      'high severity',
      'it is not known whether a fix exists',
      'not assessed whether it is exploited',
      'it is not stated from where the service can be reached',
      'P2: high severity (rule high)',
      'due in 30 days: P2 by the house standard, counted from detection',
    ]);
  });
});

describe('a finding without an available fix', () => {
  it('gets a date for a mitigation when it is exploited', () => {
    const { dueAt, because } = answer({ finding: unfixed('low'), service: inside, intel: kev });
    expect(dueAt).toBe('2026-03-08T10:00:00.000Z');
    expect(because).toContain('no fix is available yet');
    expect(because.join()).toContain('mitigate in 7 days');
  });

  it('gets a date for a mitigation when it is P1 on the edge, and none when it is P1 inside', () => {
    const critical = unfixed('critical');
    expect(answer({ finding: critical, service: edge, intel: unlikely }).dueAt).toBe(
      '2026-03-08T10:00:00.000Z',
    );
    expect(answer({ finding: critical, service: inside }).dueAt).toBeNull();
  });

  it('is otherwise looked at again, on a day that moves on only when it has come', () => {
    const reviewed = (now: string) =>
      answer({ finding: unfixed('high'), service: inside, now }).because.at(-1);
    expect(reviewed('2026-03-02T00:00:00Z')).toContain('looked at again by 2026-03-31');
    expect(reviewed('2026-03-30T00:00:00Z')).toContain('looked at again by 2026-03-31');
    expect(reviewed('2026-04-02T00:00:00Z')).toContain('looked at again by 2026-04-30');
  });

  it('waits for the fix when it is P3 or P4', () => {
    const held = answer({ finding: unfixed('medium'), service: inside });
    expect(held.route).toEqual({ to: 'hold', until: 'fix available' });
    expect(held.dueAt).toBeNull();
    expect(answer({ finding: unfixed('high'), service: inside }).route).toEqual({ to: 'owner' });
  });

  it('starts the clock of the fix on the day the fix appears', () => {
    const finding = { ...upgrade('high'), fixAvailableSince: '2026-06-01T00:00:00Z' };
    const { dueAt, because } = answer({ finding, service: inside, now: '2026-06-02T00:00:00Z' });
    expect(dueAt).toBe('2026-07-01T00:00:00.000Z');
    expect(because.join()).toContain('counted from the day the fix appeared');
  });

  it('cannot be code, configuration or a secret: those have a fix in our own hands', () => {
    for (const kind of ['code', 'config', 'secret', 'web', 'manual'] as const) {
      const { dueAt, because } = answer({ finding: { kind, severity: 'high', fixAvailable: false } });
      expect(dueAt, kind).not.toBeNull();
      expect(because[1], kind).toMatch(/^a fix is available: /);
    }
  });
});

describe('times that cannot be right', () => {
  it('give no date, and say so, when nothing is known of detection', () => {
    const facts = factsSchema.parse({ finding: upgrade('high') });
    for (const detectedAt of [null, 'yesterday']) {
      const { dueAt, because } = decide(policy, { ...facts, detectedAt });
      expect(dueAt).toBeNull();
      expect(because.join()).toContain('not known when it was detected');
    }
    const { dueAt } = decide(policy, { ...facts, detectedAt: '9999-12-30T00:00:00Z' });
    expect(dueAt).toBeNull();
  });

  it('buy no time when the clock of a sender runs ahead', () => {
    expect(answer({ finding: upgrade('high'), detectedAt: '2031-01-01T00:00:00Z' }).dueAt).toBe(
      '2026-04-01T00:00:00.000Z',
    );
  });
});
