import { describe, expect, it } from 'vitest';
import type { BodyFacts } from './body.ts';
import { renderBody } from './templates/render-ticket.ts';

const facts: BodyFacts = {
  kind: 'upgrade',
  component: 'pkg:npm/lodash',
  toVersion: '4.17.21',
  fromVersions: ['4.17.11'],
  advisories: [],
  base: null,
  ownedBecause: [],
  urgentBecause: [],
  dueAt: null,
  priority: 'P2',
  findings: [],
  openFindings: 1,
  help: null,
};
const section = (title: string, changed: Partial<BodyFacts>): string =>
  renderBody(undefined, { ...facts, ...changed })
    .split(`## ${title}\n\n`)[1]!
    .split('\n\n## ')[0]!;
const risk = (changed: Partial<BodyFacts>) => section('What the fix may break', changed);

describe('what the fix may break', () => {
  it('names a jump of the major version as the ecosystem counts it', () => {
    expect(risk({})).toBe('The same major version: small changes are expected.');
    expect(risk({ fromVersions: ['4.17.11', '3.10.1'] })).toContain('A jump from 3.10.1 to 4.17.21 changes');
    expect(risk({ fromVersions: ['0.21.1'], toVersion: '0.22.0' })).toContain('changes the major version');
    expect(risk({ component: 'pkg:deb/openssl', fromVersions: ['0.9.8'], toVersion: '0.9.9' })).toContain(
      'The same',
    );
    expect(risk({ fromVersions: ['master'] })).toContain('cannot be told');
    expect(risk({ toVersion: null })).toBe('Nothing is known to break.');
  });

  it('names the advisories that the version has of its own', () => {
    expect(risk({ advisories: ['CVE-2025-1'] })).toContain(
      'Version 4.17.21 has 1 known advisory of its own: CVE-2025-1.',
    );
    const many = Array.from({ length: 7 }, (_, i) => `CVE-${i}`);
    expect(risk({ advisories: many })).toContain(
      'has 7 known advisories of its own: CVE-0, CVE-1, CVE-2, CVE-3, CVE-4 and 2 more.',
    );
  });
});

it('an image that is built on another one is told whose that is and what to wait for', () => {
  const base = { key: 'acme/base', owner: 'Platform', waits: true };
  const remedy = (waits: boolean) =>
    section('How to fix it', { kind: 'base-image', base: { ...base, waits } });
  expect(remedy(true)).toBe('Comes from base image acme/base, owned by Platform: rebuild after it is fixed.');
  expect(remedy(false)).toContain('nothing is left to fix: rebuild on the newest one');
  expect(section('How to fix it', { kind: 'base-image' })).toContain('newest patch of its base image');
});
