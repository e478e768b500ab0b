import { describe, expect, it } from 'vitest';
import { compilePolicy, DEFAULT_POLICY, decide, type FactsInput, factsSchema } from '../pure.ts';
import { REGIMES } from './registry.ts';

const policy = compilePolicy(DEFAULT_POLICY, 'default@1');
const DETECTED = '2026-03-01T10:00:00.000Z';
const NOW = '2026-06-01T00:00:00.000Z';

const decided = (facts: FactsInput, by = policy) =>
  decide(by, factsSchema.parse({ detectedAt: DETECTED, now: NOW, ...facts }));
const upgrade = (severity: FactsInput['finding']['severity'] = 'low') =>
  ({ kind: 'dependency', severity, fixAvailable: true }) as const;
type Service = NonNullable<FactsInput['service']>;
const federal: Service = { exposure: 'internet', compliance: ['federal'], name: 'visas' };
const worst = { kev: true, automatable: 'yes', technicalImpact: 'total' };

describe('published regimes', () => {
  it('name their source, so that anyone can compare', () => {
    for (const { id, source } of REGIMES) {
      expect(source.url, id).toMatch(/^https:\/\//);
      expect(`${source.name} ${source.version}`, id).not.toContain('undefined');
    }
  });

  it('apply where the service says so, and nowhere else', () => {
    expect(Object.keys(decided({ finding: upgrade() }).regimes)).toEqual(['standard']);
    const service = { compliance: ['federal', 'pci-dss', 'fedramp-low'] };
    expect(Object.keys(decided({ finding: upgrade(), service }).regimes).sort()).toEqual([
      'bod-26-04',
      'fedramp-vdr',
      'pci-dss-4.0.1',
      'standard',
    ]);
  });
});

describe('BOD 26-04', () => {
  it('is named when it is the strictest, with its reason and what it is stricter than', () => {
    const inside = { ...federal, exposure: 'internal' };
    const { dueAt, because, duties } = decided({ finding: upgrade(), service: inside, intel: worst });
    expect(dueAt).toBe('2026-03-04T10:00:00.000Z');
    expect(because).toContain(
      'due in 3 days: BOD 26-04, known exploited, not exposed, automatable, total impact (regime bod-26-04), counted from detection, as it is not known when it entered KEV; stricter than the house standard (7 days)',
    );
    expect(duties).toEqual(['forensic investigation']);
  });

  it('leaves the date to the house when that is stricter', () => {
    const { dueAt, because, duties } = decided({ finding: upgrade(), service: federal, intel: worst });
    expect(dueAt).toBe('2026-03-02T10:00:00.000Z');
    expect(because.join('\n')).toContain(
      'due in 1 day: P0 by the house standard, counted from detection; stricter than BOD 26-04 (3 days: known exploited, exposed, automatable, total impact)',
    );
    expect(duties).toHaveLength(1);
  });

  it('asks for the next upgrade in words where it has no date', () => {
    const facts = {
      finding: upgrade(),
      service: { ...federal, exposure: 'internal' },
      intel: { kev: false, automatable: 'no', technicalImpact: 'partial' },
    };
    const { dueAt, because, duties, regimes } = decided(facts);
    expect(dueAt).toBeNull();
    expect(regimes['bod-26-04']).toEqual({ dueAt: null, duties: ['fix on system upgrade'] });
    expect(duties).toEqual(['fix on system upgrade']);
    expect(because.join('\n')).toContain('BOD 26-04: fix on system upgrade: not in KEV, not exposed');
    expect(decided({ ...facts, finding: upgrade('high') }).duties).toEqual([]);
  });

  it('counts what nobody assessed as the worse answer, and says so', () => {
    const { regimes, because } = decided({ finding: upgrade(), service: { compliance: ['federal'] } });
    expect(regimes['bod-26-04']!.dueAt).toBe('2026-03-04T10:00:00.000Z');
    expect(because.filter((reason) => reason.startsWith('BOD 26-04: '))).toEqual([
      'BOD 26-04: KEV was not asked, so it counts as not listed',
      'BOD 26-04: its exposure is not stated, so it counts as exposed',
      'BOD 26-04: not assessed whether it can be automated, so it counts as automatable',
      'BOD 26-04: its technical impact is not assessed, so it counts as total',
    ]);
  });

  it('starts its clock when a finding that is known enters KEV', () => {
    const intel = { ...worst, kevSince: '2026-05-20' };
    const { regimes } = decided({ finding: upgrade(), service: federal, intel });
    expect(regimes['bod-26-04']!.dueAt).toBe('2026-05-23T00:00:00.000Z');
    const early = { ...worst, kevSince: '2021-11-03' };
    expect(decided({ finding: upgrade(), service: federal, intel: early }).regimes['bod-26-04']!.dueAt).toBe(
      '2026-03-04T10:00:00.000Z',
    );
  });

  it('does not speak of code of ours', () => {
    const code = decided({ finding: { kind: 'code', severity: 'high' }, service: federal });
    expect(code.regimes['bod-26-04']).toEqual({ dueAt: null, duties: [] });
    expect(code.because.join('\n')).toContain('it speaks of published vulnerabilities');
  });

  it('asks for a mitigation where there is no fix', () => {
    const finding = { ...upgrade(), fixAvailable: false };
    const { dueAt, reviewAt, because } = decided({
      finding,
      service: federal,
      intel: { kev: false, automatable: 'yes', technicalImpact: 'total' },
    });
    expect(dueAt).toBe('2026-03-04T10:00:00.000Z');
    expect(because.join('\n')).toMatch(/mitigate in 3 days: BOD 26-04, .*when a fix appears/);
    // It is held until there is a fix, so it is looked at again all the same.
    expect(reviewAt).toBe('2026-06-29T10:00:00.000Z');
  });
});

describe('FedRAMP VDR', () => {
  const service: Service = { exposure: 'internet', compliance: ['fedramp-high'] };

  it('counts from evaluation, and fractions of a day', () => {
    const finding = { ...upgrade('critical'), evaluatedAt: '2026-03-03T10:00:00Z' };
    const { regimes, because, duties } = decided({ finding, service, intel: { exploitation: 'poc' } });
    expect(regimes['fedramp-vdr']!.dueAt).toBe('2026-03-03T22:00:00.000Z');
    expect(because.join('\n')).toContain('due in 12 hours: FedRAMP VDR, high, N5');
    expect(duties).toEqual(['treat it as a security incident until its impact is mitigated below N4']);
  });

  it('takes the highest level that the service states, or the one of the policy', () => {
    const stated = { ...service, compliance: ['fedramp-low', 'fedramp-moderate'] };
    const dueOf = (text: string) =>
      decided({ finding: upgrade('critical'), service: stated }, compilePolicy(text)).regimes['fedramp-vdr'];
    expect(dueOf(DEFAULT_POLICY)!.dueAt).toBe('2026-03-03T10:00:00.000Z');
    const fixed = DEFAULT_POLICY.replace('fedramp-vdr: {', 'fedramp-vdr: { level: low,');
    expect(dueOf(fixed)!.dueAt).toBe('2026-03-05T10:00:00.000Z');
  });

  it.each([
    ['exploited', upgrade(), { kev: true }, 'internet-reachable, likely exploitable'],
    ['one of which nothing is assessed', upgrade(), {}, 'internet-reachable, likely exploitable'],
    ['one that can be automated', upgrade(), { automatable: 'yes' }, 'internet-reachable, likely'],
    [
      'one assessed as neither',
      upgrade(),
      { exploitation: 'none', automatable: 'no' },
      'reachable, not likely',
    ],
    ['code that cannot be reached', { ...upgrade(), reachable: false }, {}, 'reachable, not likely'],
    [
      'an exploited one that a tool calls unreachable',
      { ...upgrade(), reachable: false },
      { kev: true },
      'reachable, likely',
    ],
    ['a credential that works', { kind: 'secret', severity: 'low', verified: true }, {}, 'reachable, likely'],
    [
      'a credential that was refused',
      { kind: 'secret', severity: 'low', verified: false },
      {},
      'reachable, not likely',
    ],
  ] as const)('finds how likely: %s', (_name, finding, intel, told) => {
    const { because } = decided({ finding, service, intel });
    const rule = REGIMES.find(({ id }) => id === 'fedramp-vdr')!;
    const facts = factsSchema.parse({ finding, service, intel });
    const { why } = rule.answer(facts, { priority: 'P3', level: null });
    expect(why).toContain(told);
    expect(because.some((reason) => reason.includes('FedRAMP VDR'))).toBe(true);
  });

  it('goes along with routine work where the impact is negligible', () => {
    const { regimes, because } = decided({ finding: upgrade('info'), service });
    expect(regimes['fedramp-vdr']!.dueAt).toBeNull();
    expect(because.join('\n')).toContain('so it goes along with routine work');
  });
});

describe('PCI DSS', () => {
  const service: Service = { exposure: 'internal', compliance: ['pci-dss'] };

  it('gives critical patches a calendar month from their release', () => {
    const due = (finding: FactsInput['finding'], detectedAt = DETECTED) =>
      decided({ finding, service, detectedAt }).regimes['pci-dss-4.0.1']!.dueAt;
    expect(due(upgrade('critical'))).toBe('2026-04-01T10:00:00.000Z');
    expect(due(upgrade('critical'), '2026-01-31T10:00:00Z')).toBe('2026-02-28T10:00:00.000Z');
    const since = { ...upgrade('critical'), fixAvailableSince: '2026-04-15T10:00:00Z' };
    expect(due(since)).toBe('2026-05-15T10:00:00.000Z');
    expect(due({ ...upgrade('critical'), fixAvailable: false })).toBeNull();
  });

  it('leaves all else to the house standard, and says so', () => {
    const { regimes, because } = decided({ finding: upgrade('high'), service });
    expect(regimes['pci-dss-4.0.1']).toEqual(regimes['standard']);
    expect(because.join('\n')).toContain(
      'PCI DSS 4.0.1: it leaves what is not critical to the house standard',
    );
    expect(because.join('\n')).toContain(
      'due in 30 days: P2 by the house standard, counted from detection\n',
    );
  });
});

describe('a regime of our own', () => {
  const own = DEFAULT_POLICY.replace(
    'regimes:',
    "regimes:\n    contract: { appliesTo: 'service.tier == 1', own: { P0: 1bd, P1: 2bd, P2: 5bd, P3: 20bd, P4: none } }",
  );

  it('is listed with the others, and named when it is the strictest', () => {
    const facts = { finding: upgrade('high'), service: { tier: 1 } };
    const { dueAt, because, regimes } = decided(facts, compilePolicy(own));
    // 1 March 2026 is a Sunday.
    expect(dueAt).toBe('2026-03-06T10:00:00.000Z');
    expect(because.join('\n')).toContain(
      'due in 5 working days: P2 (regime contract), counted from detection; stricter than the house standard (30 days)',
    );
    expect(Object.keys(regimes)).toEqual(['standard', 'contract']);
  });
});
