import { describe, expect, it } from 'vitest';
import type { Observation } from '../../kernel/observation.ts';
import { describeFix, fixOf } from './fixes.ts';
import { compareVersions, smallestFixing } from './versions.ts';

const target = { kind: 'repository' as const, key: 'acme/shop' };
const upgrade = (name: string, cve: string): Observation => ({
  kind: 'dependency',
  rule: cve,
  title: cve,
  severity: 'high',
  cwes: [],
  vulnerabilities: [cve],
  place: { path: 'package-lock.json' },
  component: { type: 'npm', name, version: '1.0.0', fixedVersions: ['1.0.1'] },
});

describe('fixOf', () => {
  it('puts all weaknesses of one package into one upgrade', () => {
    const first = fixOf(upgrade('lodash', 'CVE-2021-23337'), 'team-1', target);
    expect(fixOf(upgrade('lodash', 'CVE-2020-8203'), 'team-1', target).id).toBe(first.id);
    expect(first).toMatchObject({
      kind: 'upgrade',
      title: 'Upgrade lodash in acme/shop',
      component: 'pkg:npm/lodash',
    });
  });

  it('never puts two owners, packages or targets into one fix', () => {
    const ids = [
      fixOf(upgrade('lodash', 'CVE-1'), 'team-1', target),
      fixOf(upgrade('lodash', 'CVE-1'), 'team-2', target),
      fixOf(upgrade('minimist', 'CVE-1'), 'team-1', target),
      fixOf(upgrade('lodash', 'CVE-1'), 'team-1', { ...target, key: 'acme/other' }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('gathers code by rule and folder, and an image by itself', () => {
    const code = (path: string): Observation => ({
      ...upgrade('x', 'r'),
      kind: 'code',
      rule: 'js/eval',
      place: { path },
    });
    expect(fixOf(code('src/a.js'), 't', target).id).toBe(fixOf(code('src/b.js'), 't', target).id);
    expect(fixOf(code('src/a.js'), 't', target).id).not.toBe(fixOf(code('lib/a.js'), 't', target).id);
    const image = { kind: 'image' as const, key: 'acme/api:1' };
    const packaged = (name: string): Observation => ({ ...upgrade(name, 'CVE-1'), kind: 'container' });
    expect(fixOf(packaged('openssl'), 't', image).id).toBe(fixOf(packaged('zlib'), 't', image).id);
  });
});

describe('describeFix', () => {
  it('names the smallest version that removes every finding, and follows when members change', () => {
    const members = {
      kind: 'upgrade',
      title: 'Upgrade lodash in acme/shop',
      versions: [
        { version: '4.17.11', fixedVersions: ['4.17.12'] },
        { version: '4.17.11', fixedVersions: ['4.17.21'] },
      ],
    };
    const named = describeFix(members);
    expect(named).toEqual({ title: 'Upgrade lodash to 4.17.21 in acme/shop', toVersion: '4.17.21' });
    expect(
      describeFix({ ...members, title: named.title, versions: members.versions.slice(0, 1) }).title,
    ).toBe('Upgrade lodash to 4.17.12 in acme/shop');
    expect(
      describeFix({ ...members, title: named.title, versions: [{ version: '1', fixedVersions: null }] })
        .title,
    ).toBe('Upgrade lodash in acme/shop');
  });
});

describe('versions', () => {
  it.each([
    ['1.10.0', '1.9.0', 1],
    ['2.0.0-rc1', '2.0.0', -1],
    ['1.0', '1.0.0', 0],
    ['4.17.21', '4.17.3', 1],
    ['1.2.3', '1.2.3', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(-sign || 0);
  });

  it('stays in the release line that is in use where that one has a fix', () => {
    expect(smallestFixing([{ version: '4.2.0', fixedVersions: ['3.9.2', '4.2.1', '5.0.3'] }])).toBe('4.2.1');
    expect(smallestFixing([{ version: '6.0.0', fixedVersions: ['3.9.2'] }])).toBeNull();
  });
});
