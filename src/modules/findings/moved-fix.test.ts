import { describe, expect, it } from 'vitest';
import type { Observation } from '../../kernel/observation.ts';
import { fixOf } from './fixes.ts';
import { packageOf } from './keys.ts';
import { fixForOwner } from './moved-fix.ts';

const repository = { id: 't1', kind: 'repository' as const, key: 'acme/shop' };
const image = { id: 't2', kind: 'image' as const, key: 'acme/api:1' };
const base = { targetId: 't3', key: 'acme/base:1' };
const told: Observation = {
  kind: 'code',
  rule: 'r1',
  title: 'A title',
  severity: 'high',
  cwes: [],
  vulnerabilities: [],
  place: { path: 'src/a/x.ts', snippet: 'f(x)' },
};
const component = { type: 'npm', namespace: '@acme', name: 'ui', version: '1.0.0', fixedVersions: ['1.0.1'] };
const system = { type: 'deb', name: 'zlib', version: '1', fixedVersions: [] };

describe('a fix that goes to another owner', () => {
  it.each<[string, Observation, typeof repository | typeof image, typeof base | undefined]>([
    ['an edit', told, repository, undefined],
    ['an edit at the root', { ...told, place: { path: 'x.ts' } }, repository, undefined],
    [
      'an upgrade',
      { ...told, kind: 'dependency', component, place: { path: 'web/package-lock.json' } },
      repository,
      undefined,
    ],
    ['an upgrade in an image', { ...told, kind: 'container', component }, image, undefined],
    ['a rebuild', { ...told, kind: 'container', component: system }, image, undefined],
    ['a rebuild on a base image', { ...told, kind: 'container', component: system }, image, base],
    ['a licence', { ...told, kind: 'license', component }, repository, undefined],
    ['a secret with its value', { ...told, kind: 'secret', secret: { hash: 'h1' } }, repository, undefined],
    ['a secret that is hidden', { ...told, kind: 'secret' }, repository, undefined],
    ['a secret without a place', { ...told, kind: 'secret', place: {} }, repository, undefined],
    [
      'a web service',
      { ...told, kind: 'web', place: {}, web: { url: 'https://acme.example/' } },
      repository,
      undefined,
    ],
    ['a report by hand', { ...told, kind: 'manual', externalId: 'BB-1' }, repository, undefined],
    ['a report by hand without an id', { ...told, kind: 'manual' }, repository, undefined],
  ])('is for %s the very fix that a scan finds there', (_, observation, target, on) => {
    const { id: _old, ...fix } = fixOf(observation, 'team-1', target, { base: on });
    const moved = fixForOwner(
      {
        fix,
        targetId: target.id,
        rule: observation.rule,
        title: observation.title,
        path: observation.place.path ?? null,
        snippet: observation.place.snippet ?? null,
        secretHash: observation.secret?.hash ?? null,
        externalId: observation.externalId ?? null,
      },
      'team-2',
    );
    expect(moved).toEqual(fixOf(observation, 'team-2', target, { base: on }));
    expect(fix.component).toBe(fix.component && packageOf(observation.component!));
  });
});
