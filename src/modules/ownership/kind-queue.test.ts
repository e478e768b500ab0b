import { describe, expect, it } from 'vitest';
import { parseOrganisation, registryOf } from '../organisation/pure.ts';
import { compileOwnership } from './compile.ts';
import { queueForKind } from './kind-queue.ts';
import { resolveOwner } from './resolve.ts';

const { document } = parseOrganisation(
  'teams.yaml',
  `businessUnits: [{ key: shops, name: Shops, fallbackQueue: SHOPS }]
teams:
  - { key: cloud-sec, kind: security, queue: CSEC, takes: [cloud, config] }
  - { key: app-sec, kind: security, takes: [config] }
  - { key: shops-ops, unit: shops, queue: SHOPS }
  - { key: web }
`,
  null,
);
const registry = registryOf(document!);
const about = (owner: string) => [
  { path: 'about.yaml', content: `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n` },
];
const ownerIn = (unitKey: string | null, owner: string) =>
  resolveOwner(compileOwnership({ repository: { key: 'a', unitKey }, registry, files: about(owner) }), 'x');

describe('a finding that nobody owns', () => {
  it('goes to the security team that takes its kind, still unowned, and the trail says so', () => {
    const taken = queueForKind(registry, ownerIn(null, 'gone'), 'cloud');
    expect(taken).toMatchObject({
      team: 'cloud-sec',
      source: 'security sub-team',
      unowned: true,
      contact: { queue: 'CSEC' },
    });
    expect(taken.because[0]).toBe('cloud-sec, because it takes cloud findings of security that nobody owns');
    expect(taken.because[1]).toContain('no file names a team we know');
  });

  it('goes to the first of several, and to triage where nobody takes its kind', () => {
    expect(queueForKind(registry, ownerIn(null, 'gone'), 'config').team).toBe('app-sec');
    expect(queueForKind(registry, ownerIn(null, 'gone'), 'code').team).toBe('security-triage');
  });

  it('stays with its unit, and an owned one with its owner', () => {
    expect(queueForKind(registry, ownerIn('shops', 'gone'), 'cloud').team).toBe('shops-ops');
    expect(queueForKind(registry, ownerIn(null, 'web'), 'cloud')).toMatchObject({
      team: 'web',
      unowned: false,
    });
  });
});
