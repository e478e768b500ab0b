import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePolicy, DEFAULT_POLICY, decide, type FactsInput, factsSchema } from '../pure.ts';
import { LEVELS } from './regime.ts';

/** The tables as published. They do not belong to the project: without them, our own cases stand alone. */
const TABLES = '../shared/data/sla/presets.json';
const CSV = '../shared/data/ssvc/cisa_bod_26_04_1_0_0.csv';
const here = existsSync(TABLES) && existsSync(CSV);
const skipped = here ? '' : ` (skipped: ${TABLES} is not here)`;

const policy = compilePolicy(DEFAULT_POLICY, 'default@1');
const DETECTED = '2026-03-01T10:00:00.000Z';
const after = (days: number) => new Date(Date.parse(DETECTED) + days * 86_400_000).toISOString();

function decided(facts: FactsInput) {
  const now = '2026-03-01T12:00:00.000Z';
  return decide(policy, factsSchema.parse({ detectedAt: DETECTED, now, ...facts }));
}

const finding = { kind: 'dependency', severity: 'low', fixAvailable: true } as const;

describe.skipIf(!here)(`BOD 26-04 as published${skipped}`, () => {
  const rows = here
    ? readFileSync(CSV, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(','))
    : [];

  it('has sixteen rows', () => {
    expect(rows).toHaveLength(16);
  });

  it.each(rows)('row %s: in KEV %s, exposed %s, automatable %s, impact %s: %s', (...row) => {
    const [, kev, exposed, automatable, technicalImpact, outcome] = row;
    const { regimes, duties, dueAt, because } = decided({
      finding,
      service: { exposure: exposed === 'yes' ? 'internet' : 'internal', compliance: ['federal'] },
      intel: { kev: kev === 'yes', automatable: automatable!, technicalImpact: technicalImpact! },
    });
    const asked = regimes['bod-26-04']!;
    const days = /^(\d+) days/.exec(outcome!)?.[1];
    expect(asked.dueAt).toBe(days ? after(Number(days)) : null);
    // As written: what stands behind the days, or instead of them.
    const [, besides = outcome!.startsWith('fix') ? outcome! : undefined] = outcome!.split(' & ');
    expect(asked.duties).toEqual(besides === undefined ? [] : [besides]);
    expect(because.join('\n')).toMatch(/BOD 26-04.*exposed/);
    const dates = Object.values(regimes).flatMap((one) => one.dueAt ?? []);
    expect(dueAt).toBe(dates.sort()[0] ?? null);
    expect(duties).toEqual(asked.duties.filter((duty) => dueAt === null || duty !== 'fix on system upgrade'));
  });
});

describe.skipIf(!here)(`FedRAMP VDR as published${skipped}`, () => {
  interface Row {
    pain: number;
    max_days_irv_lev: number;
    max_days_nirv_lev: number;
    max_days_nlev: number;
  }
  const tables: Record<string, Row[]> = here ? JSON.parse(readFileSync(TABLES, 'utf8'))['fedramp-vdr'] : {};
  const SEVERITY: Record<number, FactsInput['finding']['severity']> = {
    5: 'critical',
    4: 'high',
    3: 'medium',
    2: 'low',
  };
  const cells = LEVELS.flatMap((level) =>
    (tables[level] ?? []).flatMap((row) => [
      [level, row.pain, 'internet', 'poc', row.max_days_irv_lev] as const,
      [level, row.pain, 'internal', 'poc', row.max_days_nirv_lev] as const,
      [level, row.pain, 'internet', 'none', row.max_days_nlev] as const,
      [level, row.pain, 'internal', 'none', row.max_days_nlev] as const,
    ]),
  );

  it('has all its cells', () => {
    expect(cells).toHaveLength(48);
  });

  it.each(cells)(
    '%s, N%d, exposure %s, exploitation %s: %d days',
    (level, pain, exposure, exploitation, days) => {
      const { regimes } = decided({
        finding: { ...finding, severity: SEVERITY[pain]! },
        service: { exposure, compliance: [`fedramp-${level}`] },
        intel: { kev: false, exploitation, automatable: 'no', technicalImpact: 'total' },
      });
      expect(regimes['fedramp-vdr']!.dueAt).toBe(after(days));
    },
  );
});
