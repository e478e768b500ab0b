import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDERED_TYPES, orderOf } from './registry.ts';
import { fixingVersions, smallestFixing } from './smallest-fixing.ts';
import { statedVersions } from './stated.ts';

const of = (version: string | null, ...fixedVersions: string[]) => ({ version, fixedVersions });

describe('statedVersions', () => {
  it.each<[string, string[]]>([
    ['1.2.3', ['1.2.3']],
    ['1.2.3, 2.0.1', ['1.2.3', '2.0.1']],
    ['1.2.3 or 2.0.1', ['1.2.3', '2.0.1']],
    ['1.2.3 || 2.0.1;3.0.0', ['1.2.3', '2.0.1', '3.0.0']],
    ['>=1.2.3', ['1.2.3']],
    ['>= 1.2.3', ['1.2.3']],
    ['>=1.2.3 <2.0.0 || >=2.1.0', ['1.2.3', '2.1.0']],
    ['~> 6.0.4', ['6.0.4']],
    ['^1.2.3', ['1.2.3']],
    ['==1.2.3', ['1.2.3']],
    ['[1.2.3,)', ['1.2.3']],
    ['[1.2.3]', ['1.2.3']],
    ['(1.2.3,2.0.0]', []],
    ['>1.2.3', []],
    ['<2.0.0', []],
    ['!=1.0.0', []],
    ['1:9.2p1-2+deb12u2', ['1:9.2p1-2+deb12u2']],
    ['0:1.1.1k-7.el8_6', ['0:1.1.1k-7.el8_6']],
    ['1.0~rc1^git2', ['1.0~rc1^git2']],
    ['not fixed', []],
    ['not fixed in 1.2.3', []],
    ['before 2.0', []],
    ['None', []],
    ['', []],
    [' , ;', []],
  ])('“%s” names %j', (entry, versions) => {
    expect(statedVersions([entry])).toEqual(versions);
  });

  it('takes a sentence of 64 kB for none, at once', () => {
    const started = performance.now();
    for (const part of [' ', ' or ', '1,', '>', '[', '1]', ' 1']) {
      expect(statedVersions([part.repeat(65_536 / part.length)])).toEqual([]);
      statedVersions([part.repeat(999 / part.length)]);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('takes nothing for a version that is longer than versions are', () => {
    expect(statedVersions(['1.'.repeat(200), '1.0'])).toEqual(['1.0']);
  });
});

describe('smallestFixing', () => {
  it('is the greatest of what each finding needs', () => {
    expect(smallestFixing('npm', [of('4.17.11', '4.17.12'), of('4.17.11', '4.17.21')])).toBe('4.17.21');
  });

  it('stays in the release line that is in use where that one has a fix', () => {
    expect(smallestFixing('npm', [of('4.2.0', '3.9.2', '4.2.1', '5.0.3')])).toBe('4.2.1');
    expect(smallestFixing('npm', [of('6.0.0', '3.9.2')])).toBeNull();
  });

  it('does not go to a version between two lines that has one fix and not the other', () => {
    expect(smallestFixing('npm', [of('4.2.0', '4.2.1, 5.0.3'), of('4.2.0', '5.0.1')])).toBe('5.0.3');
    expect(smallestFixing('npm', [of('4.2.0', '4.2.1, 5.0.3'), of('4.2.0', '4.3.0')])).toBe('4.3.0');
    expect(smallestFixing('pypi', [of('3.1.0', '3.1.13, 3.2.5'), of('3.1.0', '3.1.14, 3.2.6')])).toBe(
      '3.1.14',
    );
  });

  it('orders as the ecosystem does, where the plain order would be wrong', () => {
    expect(smallestFixing('deb', [of('1.2.3-1', '1.2.4~rc1-1', '1.2.4-1')])).toBe('1.2.4~rc1-1');
    expect(smallestFixing('deb', [of('1:1.0-1', '2.0-1')])).toBeNull();
    expect(smallestFixing('pypi', [of('1.0', '1.0.post1')])).toBe('1.0.post1');
    expect(smallestFixing('apk', [of('1.0-r1', '1.0_p1-r0')])).toBe('1.0_p1-r0');
    expect(smallestFixing('maven', [of('2.0.0.RELEASE', '2.0.0.RC2', '2.0.1.RELEASE')])).toBe(
      '2.0.1.RELEASE',
    );
  });

  it('proposes what the ecosystem cannot parse only where nothing else is stated', () => {
    expect(smallestFixing('npm', [of('1.0.0', 'r1', '1.2.3')])).toBe('1.2.3');
    expect(smallestFixing('npm', [of('1.0.0', '1.2.3.4')])).toBe('1.2.3.4');
    expect(smallestFixing('npm', [of('1.0.0', 'not fixed')])).toBeNull();
    expect(smallestFixing('npm', [of(null, '1.2.3')])).toBe('1.2.3');
  });

  it('goes above every version in use, also where two copies of the package are', () => {
    expect(smallestFixing('npm', [of('3.10.0', '3.10.1, 4.17.21'), of('4.17.20')])).toBe('4.17.21');
    expect(smallestFixing('npm', [of('3.10.0', '3.10.1'), of('4.17.20')])).toBeNull();
  });

  it('offers the next best after it, each of which removes every finding too', () => {
    expect(fixingVersions('npm', [of('1.0.0', '1.0.1', '2.0.0'), of('1.0.0', '1.0.2', '2.0.3')])).toEqual([
      '1.0.2',
      '2.0.3',
    ]);
  });

  it('never proposes a version at or below one in use, nor one that no report states', () => {
    const version = fc.stringMatching(/^[0-3](\.[0-3]){0,3}(-(rc|alpha|r)?\d)?$/);
    const finding = fc.record({
      version: fc.option(version),
      fixedVersions: fc.array(version, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(null, ...ORDERED_TYPES),
        fc.array(finding, { maxLength: 5 }),
        (type, findings) => {
          const order = orderOf(type);
          for (const to of fixingVersions(type, findings)) {
            expect(findings.flatMap(({ fixedVersions }) => fixedVersions)).toContain(to);
            for (const { version: used } of findings) {
              if (used && order.parses(to) && order.parses(used))
                expect(order.compare(to, used)).toBeGreaterThan(0);
            }
          }
        },
      ),
    );
  });

  it('decides ten thousand different findings at once, however many release lines they state', () => {
    const single = Array.from({ length: 10_000 }, (_, i) => of('1.0.0', `1.${i}.1`));
    const lines = single.map(({ version, fixedVersions }, i) => of(version, ...fixedVersions, `2.${i}.0`));
    const started = performance.now();
    expect(smallestFixing('npm', single)).toBe('1.9999.1');
    expect(smallestFixing('npm', lines)).toBe('1.9999.1');
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
