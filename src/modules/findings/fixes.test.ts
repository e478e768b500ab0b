import { describe, expect, it } from 'vitest';
import type { Observation } from '../../kernel/observation.ts';
import { describeFix, fixOf } from './fixes.ts';

const target = { id: 't1', kind: 'repository' as const, key: 'acme/shop' };
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

const image = { id: 't2', kind: 'image' as const, key: 'acme/api:1' };
const packaged = (name: string): Observation => ({
  ...upgrade(name, 'CVE-1'),
  kind: 'container',
  component: { type: 'deb', name, version: '1.0-1', fixedVersions: ['1.0-2'] },
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
      fixOf(upgrade('lodash', 'CVE-1'), 'team-1', { ...target, id: 't9', key: 'acme/other' }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  it('asks once for each manifest: one that lies elsewhere is another change', () => {
    const at = (path: string) => fixOf({ ...upgrade('lodash', 'CVE-1'), place: { path } }, 't', target);
    expect(at('web/package-lock.json').id).toBe(at('web/package.json').id);
    expect(at('web/node_modules/lodash/package.json').id).toBe(at('web/package.json').id);
    expect(at('web/package.json').id).not.toBe(at('api/package.json').id);
    expect(at('build/libs/a.jar').title).toBe('Upgrade lodash in acme/shop');
    expect(at('web/package.json').title).toBe('Upgrade lodash in acme/shop/web');
  });

  it('calls a rule by the words of the report, without its id', () => {
    const code: Observation = { ...upgrade('x', 'js/eval'), kind: 'code', place: { path: 'src/a.js' } };
    const title = (rule: string, ruleName?: string) =>
      fixOf({ ...code, rule }, 't', target, { ruleName }).title;
    expect(title('js/eval', 'Use of eval (js/eval)')).toBe('Fix “Use of eval” in acme/shop/src');
    expect(title('B101', 'B101: Assert used outside of tests. Raise an error.')).toBe(
      'Fix “Assert used outside of tests” in acme/shop/src',
    );
    expect(title('js/eval', 'js/eval')).toBe('Fix js/eval in acme/shop/src');
    expect(title('js/eval', 'word '.repeat(40))).toBe('Fix js/eval in acme/shop/src');
    expect(title('a.b.c.open-redirect')).toBe('Fix open-redirect in acme/shop/src');
    expect(fixOf({ ...code }, 't', target, { ruleName: 'Use of eval' }).id).toBe(fixOf(code, 't', target).id);
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
    expect(fixOf(packaged('openssl'), 't', image).id).toBe(fixOf(packaged('zlib'), 't', image).id);
    expect(fixOf(packaged('openssl'), 't', image)).toMatchObject({ kind: 'base-image', baseTargetId: null });
  });

  it('upgrades the package of a language in an image by itself, wherever in it the package lies', () => {
    const inImage = (name: string, path: string): Observation => ({
      ...upgrade(name, 'CVE-1'),
      kind: 'container',
      place: { path },
    });
    const fix = fixOf(inImage('lodash', 'app/node_modules/lodash/package.json'), 't', image);
    expect(fix).toMatchObject({ kind: 'upgrade', title: 'Upgrade lodash in acme/api:1' });
    expect(fixOf(inImage('lodash', 'opt/package.json'), 't', image).id).toBe(fix.id);
    expect(fixOf({ ...packaged('zlib'), kind: 'dependency' }, 't', image).kind).toBe('base-image');
    expect(fixOf({ ...packaged('zlib'), kind: 'dependency' }, 't', target).kind).toBe('upgrade');
  });

  it('lets what came with another image wait for that one', () => {
    const base = { targetId: 'b-1', key: 'acme/base:1' };
    const fix = fixOf(packaged('openssl'), 't', image, { base });
    expect(fix).toMatchObject({
      kind: 'base-image',
      title: 'Rebuild acme/api:1 on the new acme/base:1',
      baseTargetId: 'b-1',
    });
    expect(fix.id).not.toBe(fixOf(packaged('openssl'), 't', image).id);
    const inBase = { ...upgrade('npm', 'CVE-2'), kind: 'container' as const };
    expect(fixOf(inBase, 't', image, { base }).id).toBe(fix.id);
  });
});

describe('describeFix', () => {
  it('names the smallest version that removes every finding, and follows when members change', () => {
    const members = {
      kind: 'upgrade',
      title: 'Upgrade lodash in acme/shop',
      component: 'pkg:npm/lodash',
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

  it('orders by the ecosystem of the package, and passes over a version with advisories of its own', () => {
    const members = {
      kind: 'upgrade',
      title: 'Upgrade Django in acme/shop',
      component: 'pkg:pypi/Django',
      versions: [{ version: '1.0', fixedVersions: ['1.0.post1', '1.1'] }],
    };
    expect(describeFix(members).toVersion).toBe('1.0.post1');
    expect(describeFix({ ...members, component: 'Django' }).toVersion).toBe('1.1');
    expect(describeFix(members, new Set(['1.0.post1']))).toEqual({
      title: 'Upgrade Django to 1.1 in acme/shop',
      toVersion: '1.1',
    });
  });
});
