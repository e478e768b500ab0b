import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDERED_TYPES, orderOf } from './registry.ts';

/** Each line ascends, as the ecosystem's own specification (named in its file) has it; `=` joins equals. */
const ASCENDING: Record<string, string[]> = {
  npm: [
    '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0',
    '1.9.0 1.10.0=v1.10.0=1.10=1.10.0+build.5 1.11.0 2=2.0.0',
  ],
  cargo: ['0.1.0 0.1.1 0.2.0-pre.1 0.2.0 1.0.0'],
  golang: [
    'v0.0.0-20190101123456-abcdefabcdef v0.0.0-20200101123456-000000000000 v0.0.1 v1.2.3-pre v1.2.3=1.2.3',
    'v1.9.1+incompatible v2.0.0+incompatible=v2.0.0 v2.0.1-0.20210101000000-abcdefabcdef v2.0.1',
    'go1.20.14 go1.21beta1 go1.21rc2 go1.21=1.21.0 1.21.5',
  ],
  pypi: [
    '1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0=1.0.0=v1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.1.dev1 1!0.5',
    '2.0-beta.1=2.0b1 2.0RC1=2.0c1 2.0-1=2.0.post1',
  ],
  gem: [
    '1.0.a1 1.0.b1 1.0.rc1 1.0=1=1.0.0 1.0.1 1.9 1.10.0.pre 1.10.0',
    '1.13.0=1.13.0-x86_64-linux=1.13.0-java 1.13.1',
    '4.2.0.beta1 4.2.0-1=4.2.0.pre.1 4.2.0.rc1 4.2.0',
  ],
  maven: [
    '1-alpha-1=1-a1=1.0-a1 1-beta-1=1b1 1-milestone-2=1m2 1-rc=1-cr 1-snapshot=1.0.0-SNAPSHOT 1=1.0=1-ga=1.ga=1.0.0.Final=1.RELEASE 1-sp 1-abc 1-foo=1.foo 1-foo2 1-foo10 1-1 1.0.1 1.1 1.9 1.10',
    '1-sp-1 1-ga-1=1-1',
    '2.0.0.RC1=2.0.0-rc-1 2.0.0.RC2 2.0.0.RELEASE=2 2.0.0-jre 2.0.1',
    '1.8.0_9 1.8.0_292',
  ],
  nuget: [
    '1.0.0-alpha=1.0.0-ALPHA 1.0.0-alpha.2 1.0.0-alpha.10 1.0.0-alpha.beta 1.0.0-rc 1.0.0=1.0=1=1.0.0.0=1.0.0+meta=01.0 1.0.0.1 1.0.1',
  ],
  composer: [
    '1.0-dev 1.0-alpha1=1.0.0a1 1.0-alpha2 1.0-beta1 1.0-beta2-dev 1.0-beta2 1.0-RC1=1.0rc1 1.0=v1.0.0.0=1.0-stable 1.0-p1=1.0-patch1=1.0pl1 1.0-p2 1.0.1 1.10',
  ],
  deb: [
    '1.0~beta1~svn1245 1.0~beta1 1.0 1.0-1 1.0-1+deb12u1 1.0-1+deb12u2 1.0-2 1.0+dfsg 1.0+dfsg-1',
    '1.0=1.0-0=0:1.0 1.0a 1.0+ 1.0.1 1:0.1',
    '7.88.1-10+deb12u5 7.88.1-10+deb12u12',
    '2.31-0ubuntu9 2.31-0ubuntu9.2 2.31-0ubuntu9.12',
    '0.9.8g 0.9.8o 1.0.1-1~bpo1 1.0.1-1',
  ],
  rpm: [
    '1.0~rc1 1.0~rc2 1.0 1.0^20210501 1.0^20210502 1.0.1 1.9 1.10=1_10 2.0 1:0.5=1:0_5',
    '1.0 1.0-1.el8 1.0-1.el9 1.0-2.el8 1.0-10.el8',
    '1.1.1g-11.el8 1.1.1g-12.el8_3 1.1.1k-7.el8_6=0:1.1.1k-7.el8_6',
    '6.0.a 6.0.rc1 6.0.1',
    '1.0~rc1^git1 1.0^git1~pre 1.0^git1',
  ],
  apk: [
    '1.0_alpha 1.0_alpha1 1.0_alpha2 1.0_beta 1.0_pre 1.0_rc1 1.0_rc2 1.0=1.0 1.0-r1 1.0-r2 1.0-r10 1.0_cvs 1.0_svn 1.0_git 1.0_hg 1.0_p 1.0_p1 1.0_p1-r1 1.0a 1.0b 1.0.0 1.0.1 1.02 1.1 1.10',
    '3.1.4-r5 3.1.4-r6 3.1.5-r0',
  ],
};

describe('the order of each ecosystem', () => {
  it('has examples for every one that is registered', () => {
    expect(Object.keys(ASCENDING).sort()).toEqual([...ORDERED_TYPES].sort());
  });

  it.each(Object.entries(ASCENDING).flatMap(([type, lines]) => lines.map((line) => [type, line] as const)))(
    '%s: %s',
    (type, line) => {
      const order = orderOf(type);
      const places = line.split(' ').map((equals) => equals.split('='));
      for (const version of places.flat()) expect(order.parses(version), version).toBe(true);
      for (const [i, left] of places.entries()) {
        for (const [j, right] of places.entries()) {
          for (const a of left) {
            for (const b of right) {
              expect(Math.sign(order.compare(a, b)), `${a} against ${b}`).toBe(Math.sign(i - j));
            }
          }
        }
      }
    },
  );

  it('is plain where the ecosystem is unknown', () => {
    const { compare } = orderOf(null);
    const ascending = ['1.0-beta', '1.0-rc1', '1.0', '1.0.1', '1.9', '1.10', '2'];
    expect([...ascending].reverse().sort(compare)).toEqual(ascending);
    expect(compare('1.0', 'v1.0.0')).toBe(0);
    expect(orderOf('hex').compare('1.2.0', '1.10.0')).toBeLessThan(0);
  });
});

describe('the major version', () => {
  it.each([
    ['npm', '4.17.21', '4'],
    ['npm', '0.21.4', '0.21'],
    ['cargo', '0.3.1', '0.3'],
    ['golang', 'v0.17.0', '0'],
    ['pypi', '1!2.0', '1!2'],
    ['gem', '7.0.4', '7'],
    ['maven', '2.17.1', '2'],
    ['nuget', '13.0.3', '13'],
    ['composer', 'v6.4.2', '6'],
    ['deb', '1:9.2p1-2', '1:9'],
    ['rpm', '0:1.1.1k-7.el8', '1'],
    ['apk', '3.1.4-r5', '3'],
    ['hex', '1.2.3', '1'],
  ])('%s %s -> %s', (type, version, major) => {
    expect(orderOf(type).major(version)).toBe(major);
  });

  it('is not guessed for what cannot be parsed', () => {
    for (const type of [...ORDERED_TYPES, 'hex'])
      expect(orderOf(type).major('not a version'), type).toBeNull();
  });
});

const TYPES = [...ORDERED_TYPES, 'hex'];
/** Looks like versions of some ecosystem, seldom of the one that is asked. */
const piece = fc.constantFrom(
  ...'0 1 2 9 10 01 00 . - _ + ~ ^ : a b rc alpha beta pre dev post sp final snapshot foo p r1 -r2 _p1 v 1! el8'.split(
    ' ',
  ),
  '99999999999999999999',
);
const versionLike = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join('')),
  fc
    .array(fc.constantFrom('0', '1', '2', '10', '01'), { minLength: 1, maxLength: 4 })
    .map((numbers) => numbers.join('.')),
  fc
    .tuple(
      fc.constantFrom('1', '1.0', '1.0.0'),
      fc.constantFrom('', '.', '-', '_', '~', '+', '^'),
      piece,
      piece,
    )
    .map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

describe.each(TYPES)('any strings as versions of %s', (type) => {
  const { compare, parses, major } = orderOf(type);

  it('stand in one total order: antisymmetric and transitive', () => {
    fc.assert(
      fc.property(versionLike, versionLike, versionLike, (a, b, c) => {
        expect(compare(a, a)).toBe(0);
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) || 0);
        const [x, y, z] = [a, b, c].sort(compare) as [string, string, string];
        expect(compare(x, y)).toBeLessThanOrEqual(0);
        expect(compare(y, z)).toBeLessThanOrEqual(0);
        expect(compare(x, z)).toBeLessThanOrEqual(0);
        if (compare(x, y) === 0) expect(Math.sign(compare(x, z))).toBe(Math.sign(compare(y, z)));
        if (compare(y, z) === 0) expect(Math.sign(compare(x, z))).toBe(Math.sign(compare(x, y)));
      }),
      { numRuns: 1000 },
    );
  });

  it('have a defined place when they cannot be parsed: before all that can', () => {
    fc.assert(
      fc.property(versionLike, (version) => {
        expect(major(version) === null).toBe(!parses(version));
        if (!parses(version)) expect(compare(version, '0.0.1')).toBeLessThan(0);
      }),
    );
  });

  it('cost nothing when they are 64 kB long', () => {
    const long = ['1.', '1', 'a1', '-', '~', ' ', 'a', '1-', '_p', ':'].map((part) =>
      part.repeat(65_536 / part.length),
    );
    const started = performance.now();
    for (const a of long) {
      expect(parses(a)).toBe(false);
      for (const b of [...long, '1.0']) compare(a, b);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('cost little when they are as long as they may be', () => {
    const long = ['1.', '1', 'a1', '-', '~', 'a', '1-', '_p', '-1', '.a'].flatMap((part) => [
      `1${part.repeat(255 / part.length)}`,
      `1a${part.repeat(250 / part.length)}!`,
    ]);
    const started = performance.now();
    for (const a of long) for (const b of long) compare(a, b);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
