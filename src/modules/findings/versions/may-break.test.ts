import { describe, expect, it } from 'vitest';
import { mayBreak, proposeVersion } from './may-break.ts';

describe('mayBreak', () => {
  it.each([
    ['npm', '4.17.11', '4.17.21', null],
    ['npm', '3.10.1', '4.17.21', '3.10.1'],
    ['npm', '0.21.1', '0.21.4', null],
    ['npm', '0.21.1', '0.22.0', '0.21.1'],
    ['cargo', '0.3.1', '0.4.0', '0.3.1'],
    ['golang', 'v0.16.0', 'v0.17.0', null],
    ['deb', '1.1.1n-0+deb11u4', '1.1.1w-0+deb11u1', null],
    ['deb', '1.1.1-1', '1:1.0.0-1', '1.1.1-1'],
    ['maven', '2.14.1', '2.17.1', null],
  ])('%s from %s to %s: a major jump from %j', (type, from, to, majorFrom) => {
    expect(mayBreak(type, [from], to, [])).toEqual({ majorFrom, unclear: false, advisories: [] });
  });

  it('says that it cannot tell where a version is none of the ecosystem', () => {
    expect(mayBreak('npm', ['master'], '1.0.0', [])).toMatchObject({ majorFrom: null, unclear: true });
    expect(mayBreak('npm', ['1.0.0', 'master', '0.9.0'], '1.0.1', [])).toMatchObject({
      majorFrom: '0.9.0',
      unclear: true,
    });
  });
});

describe('proposeVersion', () => {
  const findings = [
    { version: '1.0.0', fixedVersions: ['1.0.1', '2.0.0'] },
    { version: '1.0.0', fixedVersions: ['1.0.2', '2.0.3'] },
  ];

  it('passes over a version with advisories of its own where another one removes every finding too', () => {
    expect(proposeVersion('npm', findings, new Set())).toBe('1.0.2');
    expect(proposeVersion('npm', findings, new Set(['1.0.2']))).toBe('2.0.3');
  });

  it('keeps to the smallest where the others have advisories as well, or do not remove every finding', () => {
    expect(proposeVersion('npm', findings, new Set(['1.0.2', '2.0.3']))).toBe('1.0.2');
    expect(
      proposeVersion(
        'npm',
        findings.slice(1, 2).concat({ version: '1.0.0', fixedVersions: ['1.0.2'] }),
        new Set(['1.0.2']),
      ),
    ).toBe('2.0.3');
    expect(proposeVersion('npm', [{ version: '1.0.0', fixedVersions: ['1.0.2'] }], new Set(['1.0.2']))).toBe(
      '1.0.2',
    );
    expect(proposeVersion('npm', [], new Set())).toBeNull();
  });
});
