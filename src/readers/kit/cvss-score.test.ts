import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cvssScore, scoreOfVectors } from './cvss-score.ts';
import { VERSION_2, VERSION_3, VERSION_4 } from './cvss-vectors.fixture.ts';

/** All harms to confidentiality, integrity and availability, in the order of the suite. */
const harms = (values: string): string[] =>
  [...values].flatMap((c) => [...values].flatMap((i) => [...values].map((a) => `C:${c}/I:${i}/A:${a}`)));
const wrong = (pairs: [string, number][]) =>
  pairs
    .map(([vector, score]) => [vector, score, cvssScore(vector)?.score])
    .filter(([, told, made]) => told !== made);

describe('base scores', () => {
  it.each([
    ['2.0', '', 'NPC', VERSION_2, 189],
    ['3.0', 'CVSS:3.0/', 'HLN', VERSION_3, 216],
    ['3.1', 'CVSS:3.1/', 'HLN', VERSION_3, 216],
  ] as const)('of version %s are those of the public suite', (version, prefix, values, rows, count) => {
    const pairs = rows.flatMap(([how, scores]) =>
      harms(values).map((harm, i): [string, number] => [`${prefix}${how}/${harm}`, scores[i]!]),
    );
    expect(pairs.length).toBe(count);
    expect(wrong(pairs)).toEqual([]);
    expect(cvssScore(pairs[0]![0])!.version).toBe(version);
  });

  it('of version 4.0 are those of the public suite', () => {
    const names = ['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA'];
    const pairs = VERSION_4.map((row): [string, number] => {
      const [how = '', harm = '', score] = row.split(' ');
      const metrics = [...how, ...harm].map((value, i) => `${names[i]}:${value}`);
      return [`CVSS:4.0/${metrics.join('/')}`, Number(score)];
    });
    expect(pairs.length).toBeGreaterThanOrEqual(100);
    expect(wrong(pairs)).toEqual([]);
  });

  it('leave aside what tells of one moment or one house, and the order of what is written', () => {
    expect(cvssScore('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/CR:L')?.score).toBe(9.8);
    expect(cvssScore('CVSS:3.1/S:U/AV:N/AC:L/PR:N/UI:N/A:H/I:H/C:H')?.score).toBe(9.8);
    expect(cvssScore('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U')?.score).toBe(9.3);
  });

  it.each([
    'AV:N/AC:L/Au:N/C:P/I:P/A:P',
    '(AV:N/AC:L/Au:N/C:P/I:P/A:P)',
    'CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P',
    'CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P/E:U',
  ])('of version 2 are made for %s', (vector) => {
    expect(cvssScore(vector)).toEqual({ version: '2.0', score: 7.5 });
  });

  it('take the newest version that can be scored', () => {
    expect(scoreOfVectors(['CVSS:4.0/AV:N', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N'])).toBe(6.1);
    expect(scoreOfVectors(['nonsense'])).toBeUndefined();
    expect(scoreOfVectors(undefined)).toBeUndefined();
  });
});

describe('what is no vector', () => {
  it.each([
    '',
    'AV:N',
    'CVSS:3.1',
    'CVSS:3.1/',
    'CVSS:9.9/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Q',
    'CVSS:3.1/AV:N/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:',
    'AV:N/AC:L/Au:N/C:X/I:P/A:P',
    `CVSS:3.1/${'AV:N/'.repeat(100_000)}`,
    'CVSS:3.1/__proto__:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  ])('has no score: %.60s', (vector) => {
    expect(cvssScore(vector)).toBeNull();
  });

  it('never throws, whatever it is, and a score is always from 0 to 10', () => {
    const part = fc.constantFrom(
      'AV:N',
      'AC:L',
      'PR:N',
      'UI:N',
      'S:U',
      'C:H',
      'I:H',
      'A:H',
      'Au:N',
      ':',
      'AV:',
      'CVSS:4.0',
      '(',
    );
    const built = fc.array(part, { maxLength: 12 }).map((parts) => `CVSS:3.1/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), built), (vector) => {
        const told = cvssScore(vector);
        expect(told === null || (told.score >= 0 && told.score <= 10)).toBe(true);
      }),
    );
  });
});
