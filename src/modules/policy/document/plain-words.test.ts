import { describe, expect, it } from 'vitest';
import { CONDITION_FIELDS } from '../deciding/facts.ts';
import { compileCondition } from './condition.ts';
import { plainWords } from './plain-words.ts';

function words(when: string): string {
  const condition = compileCondition(when, 'route');
  if (!('holds' in condition)) throw new Error(condition.message);
  return plainWords(condition.ast, when);
}

describe('a condition in plain words', () => {
  it.each([
    ['true', 'always'],
    [
      'finding.kind == "secret" && finding.verified == false',
      'its kind is secret, and the credential no longer works',
    ],
    [
      'intel.exploited && service.exposure == "internet"',
      'attackers use it, and the exposure of its service is internet',
    ],
    [
      'finding.severity == "high" && (intel.epssPercentile >= 0.95 || intel.epss >= 0.1)',
      'its severity is high, and (its EPSS percentile is at least 0.95, or its EPSS probability is at least 0.1)',
    ],
    [
      'finding.priority in ["P3", "P4"] && !finding.fixAvailable',
      'its priority is P3 or P4, and there is no fix yet',
    ],
    [
      'intel.exploited || (finding.priority == "P0" && service.exposure == "internet")',
      'attackers use it, or (its priority is P0, and the exposure of its service is internet)',
    ],
    ['"pci-dss" in service.compliance', 'what its service complies with includes pci-dss'],
    ['intel.kev == null', 'whether it is in the catalogue of exploited ones was not assessed'],
    ['service.tier <= 2', 'the tier of its service is at most 2'],
    ['finding.rule.startsWith("java/")', 'finding.rule.startsWith("java/")'],
  ])('%s', (when, said) => {
    expect(words(when)).toBe(said);
  });

  it('has words for every fact', () => {
    for (const [group, fields] of Object.entries(CONDITION_FIELDS)) {
      for (const [field, type] of Object.entries(fields)) {
        const value = { string: '"x"', int: '1', double: '0.5', bool: 'true' }[type as string];
        const when = value ? `${group}.${field} == ${value}` : `"x" in ${group}.${field}`;
        expect(words(when), when).not.toContain(`${group}.${field}`);
      }
    }
  });
});
