import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrganisation, registryOf } from '../organisation/pure.ts';
import { compileOwnership, exposureOf, type OwnershipFile, resolveOwner, type ServiceFacts } from './pure.ts';

const TEAMS = `
businessUnits: [{ key: shop, name: Shop, fallbackQueue: OPS }]
teams:
  - { key: payments-core, queue: PAY, jira: PAY, channel: "#pay", oncall: P1, github: ["@acme/payments"], aliases: [cash] }
  - { key: ledger, queue: LED, jira: LED, oncall: P2 }
  - { key: ledger-two, queue: LED2, jira: LED, oncall: P3 }
  - { key: shop-ops, queue: OPS, unit: shop, mail: ops@acme.example }
`;
const registry = registryOf(parseOrganisation('teams.yaml', TEAMS, null).document!);
const about = (rest: string) => `apiVersion: lanekeeper.dev/v1\n${rest}`;

function mapOf(
  files: Record<string, string>,
  options: { unitKey?: string; services?: ServiceFacts[]; any?: boolean } = {},
) {
  return compileOwnership({
    repository: { key: 'acme/shop', unitKey: options.unitKey ?? null, services: options.services ?? [] },
    registry: options.any ? null : registry,
    files: Object.entries(files).map(([path, content]): OwnershipFile => ({ path, content })),
  });
}
const ownerIn = (files: Record<string, string>, path: string | null, options = {}) =>
  resolveOwner(mapOf(files, options), path);

describe('who owns a path', () => {
  const monorepo = {
    'about.yaml': about('owner: payments-core\npaths:\n  - { match: "services/ledger/**", owner: ledger }\n'),
    'tools/about.yaml': about('owner: shop-ops\n'),
    CODEOWNERS: '* @acme/payments\n/tools/ @nobody\n/free/\n',
  };

  it('says who and why, by file, line and pattern', () => {
    expect(ownerIn(monorepo, 'services/ledger/a.ts')).toEqual({
      team: 'ledger',
      source: 'about.yaml paths',
      because: ['ledger, because about.yaml:4 paths "services/ledger/**"'],
      unowned: false,
      codeowners: ['@acme/payments'],
      contact: { queue: 'LED', channel: null, oncall: 'P2' },
    });
  });

  it.each([
    ['nearest about.yaml', 'tools/x/y.ts', 'shop-ops', 'about.yaml owner'],
    ['about.yaml around it', 'services/other.ts', 'payments-core', 'about.yaml owner'],
    ['the repository as a whole', null, 'payments-core', 'about.yaml owner'],
    ['paths as tools write them', './services//x/../ledger\\b.ts', 'ledger', 'about.yaml paths'],
    ['a path that leads out of the repository', '../../services/ledger/x', 'ledger', 'about.yaml paths'],
  ])('answers for %s', (_, path, team, source) => {
    expect(ownerIn(monorepo, path)).toMatchObject({ team, source });
  });

  it('tells three states of CODEOWNERS apart, whoever answers', () => {
    expect(ownerIn(monorepo, 'free/x').codeowners).toEqual([]);
    expect(ownerIn({ CODEOWNERS: '/a/ @acme/payments' }, 'b').codeowners).toBeNull();
    expect(ownerIn({ CODEOWNERS: '/a/ @acme/payments' }, 'a/b').codeowners).toEqual(['@acme/payments']);
  });

  it('asks the next source when a name is no team of ours, and keeps that in the trail', () => {
    const found = ownerIn(
      { 'about.yaml': about('owner: paymnts-core'), CODEOWNERS: '* @me @acme/payments' },
      'x',
    );
    expect(found).toMatchObject({ team: 'payments-core', source: 'CODEOWNERS', unowned: false });
    expect(found.because).toEqual([
      'payments-core, because CODEOWNERS:1 "*" @acme/payments',
      'about.yaml:2 owner "paymnts-core": no team is called paymnts-core; did you mean payments-core?',
    ]);
  });

  it.each([
    'payments-core',
    'group:default/payments-core',
    '@acme/payments',
    'CASH',
    '@elsewhere/payments-core',
  ])('knows the team under the name %s', (owner) => {
    expect(ownerIn({ 'about.yaml': about(`owner: "${owner}"`) }, 'x')).toMatchObject({
      team: 'payments-core',
    });
  });

  it('takes a line that clears ownership for no answer, and the fallback of the unit after it', () => {
    const found = ownerIn({ CODEOWNERS: '* @acme/payments\n/free/' }, 'free/x', { unitKey: 'shop' });
    expect(found).toMatchObject({ team: 'shop-ops', source: 'unit fallback', unowned: true, codeowners: [] });
    expect(found.because[1]).toBe('CODEOWNERS:2 "/free/" takes ownership away');
  });

  it('never answers nobody: without unit and files it is the triage of security, unowned', () => {
    expect(ownerIn({}, 'x')).toMatchObject({
      team: 'security-triage',
      source: 'security triage',
      unowned: true,
      contact: { queue: 'SEC' },
    });
  });

  it('reads Backstage entities after CODEOWNERS', () => {
    const entity =
      'kind: API\nspec: { owner: shop-ops }\n---\nkind: Component\nspec:\n  owner: group:default/ledger\n';
    expect(ownerIn({ 'pay/catalog-info.yaml': entity }, 'pay/x')).toMatchObject({
      team: 'ledger',
      because: ['ledger, because pay/catalog-info.yaml:6 spec.owner "group:default/ledger"'],
    });
    expect(ownerIn({ 'catalog-info.yaml': 'spec: { owner: "user:ann" }' }, 'x')).toMatchObject({
      unowned: true,
    });
  });

  it('without a registry takes every name for a team, reached as the file says', () => {
    const files = {
      'about.yaml': about('owner: anyone\njira: { project: ANY }\nslack: { channel: "#any" }'),
    };
    expect(ownerIn(files, 'x', { any: true })).toMatchObject({
      team: 'anyone',
      contact: { queue: 'ANY', channel: '#any', oncall: null },
    });
  });

  it('does not let a file send work to a queue that is not its team’s, and says so', () => {
    const map = mapOf({ 'about.yaml': about('owner: ledger\njira: { project: PAY }') });
    expect(resolveOwner(map, 'x').contact.queue).toBe('LED');
    expect(map.problems).toMatchObject([{ level: 'warning', code: 'not-used' }]);
  });

  it('does not hold the file’s own queue and channel against the other teams in its paths', () => {
    const rest =
      'owner: payments-core\njira: { project: PAY }\nslack: { channel: "#pay" }\npaths: [{ match: a, owner: ledger }]';
    expect(mapOf({ 'about.yaml': about(rest) }).problems).toEqual([]);
    expect(ownerIn({ 'about.yaml': about(rest) }, 'a', { any: true }).contact.queue).toBeNull();
  });
});

describe('the form of the published checker', () => {
  const gordon = (jira: string, oncall: string) => ({
    'about.yaml': `version: 1\norganization: acme\njira_id: ${jira}\npagerduty_id: ${oncall}\n`,
  });

  it('finds the team by its Jira project', () => {
    expect(ownerIn(gordon('PAY', 'X'), 'x')).toMatchObject({
      team: 'payments-core',
      source: 'about.yaml (gordon)',
      because: ['payments-core, because about.yaml:3 jira_id "PAY"'],
    });
  });

  it('asks the on-call id when no team, or more than one, has the project', () => {
    expect(ownerIn(gordon('NONE', 'P1'), 'x')).toMatchObject({ team: 'payments-core' });
    expect(ownerIn(gordon('LED', 'P3'), 'x')).toMatchObject({ team: 'ledger-two' });
  });

  it('falls back with a diagnostic when that does not settle it', () => {
    expect(ownerIn(gordon('LED', 'P1'), 'x', { unitKey: 'shop' })).toMatchObject({
      team: 'shop-ops',
      unowned: true,
    });
    expect(mapOf(gordon('LED', 'P1')).problems).toMatchObject([{ code: 'ambiguous-team', line: 3 }]);
    expect(mapOf(gordon('NONE', 'P9')).problems).toMatchObject([{ code: 'unknown-team', line: 3 }]);
  });
});

describe('precedence of paths', () => {
  const owners = ['payments-core', 'ledger', 'shop-ops'];
  const part = fc.constantFrom('a', 'b', 'c', '*');

  it('the most specific entry wins, and of equals the later, in any order of the others', () => {
    const entry = fc.tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom(...owners));
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), path, (entries, parts) => {
        const lines = entries.map(
          ([match, owner]) => `  - { match: "/${match.join('/')}/**", owner: ${owner} }`,
        );
        const found = ownerIn(
          { 'about.yaml': about(`owner: ledger-two\npaths:\n${lines.join('\n')}`) },
          parts.join('/'),
        );
        let best: { owner: string; fixed: number } | null = null;
        for (const [match, owner] of entries) {
          const holds =
            match.length < parts.length && match.every((name, i) => name === '*' || name === parts[i]);
          const fixed = match.filter((name) => name !== '*').length;
          if (holds && (!best || fixed >= best.fixed)) best = { owner, fixed };
        }
        expect(found.team).toBe(best?.owner ?? 'ledger-two');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('exposure', () => {
  const services: ServiceFacts[] = [
    { path: '', name: 'shop', exposure: 'internal', tier: 3, data: ['none'], compliance: [] },
    { path: 'pay', name: 'pay', exposure: 'internet', tier: 2, data: ['pii'], compliance: ['soc2'] },
  ];

  it('comes from the nearest about.yaml, its gaps filled from the registry’s row for the folder', () => {
    const files = {
      'pay/about.yaml': about(
        'owner: ledger\nname: payments\nlifecycle: production\nsecurity: { data: [pci] }',
      ),
    };
    expect(exposureOf(mapOf(files, { services }), 'pay/src/x.ts')).toEqual({
      service: 'payments',
      exposure: 'internet',
      tier: 2,
      data: ['pci', 'pii'],
      compliance: ['soc2'],
      lifecycle: 'production',
    });
    expect(exposureOf(mapOf(files, { services }), 'payments/x')).toMatchObject({
      service: 'shop',
      data: ['none'],
    });
  });

  it('is that of the service when the path is its very folder', () => {
    expect(exposureOf(mapOf({}, { services }), './pay')).toMatchObject({ service: 'pay' });
  });

  it('cannot be talked down by a file: the stricter of file and registry counts', () => {
    const lower = {
      'pay/about.yaml': about('owner: ledger\ntier: 4\nsecurity: { exposure: none, data: [none] }'),
    };
    expect(exposureOf(mapOf(lower, { services }), 'pay/x')).toMatchObject({
      exposure: 'internet',
      tier: 2,
      data: ['pii'],
    });
    const higher = { 'about.yaml': about('owner: ledger\ntier: 1\nsecurity: { exposure: internet }') };
    expect(exposureOf(mapOf(higher, { services }), 'x')).toMatchObject({ exposure: 'internet', tier: 1 });
  });

  it('is not assessed where nothing says it', () => {
    expect(exposureOf(mapOf({}), null)).toEqual({
      service: null,
      exposure: null,
      tier: null,
      data: [],
      compliance: [],
      lifecycle: null,
    });
  });
});

it('answers for half a million paths in a second when paths share folders', () => {
  const files = {
    'about.yaml': about(
      'owner: payments-core\npaths:\n  - { match: "services/s7/**", owner: ledger }\n  - { match: "**/*.sql", owner: shop-ops }',
    ),
    CODEOWNERS: `* @acme/payments\n${Array.from({ length: 200 }, (_, i) => `/services/s${i}/ @acme/payments`).join('\n')}\n*.js @acme/payments`,
  };
  const map = mapOf(files);
  const paths = Array.from(
    { length: 100_000 },
    (_, i) => `services/s${i % 200}/src/part${i % 7}/file${i}.ts`,
  );
  for (const path of paths) resolveOwner(map, path);
  // Processor time: the machine may be busy with other tests, and half of what is promised is asked.
  const before = process.cpuUsage();
  for (const path of paths) resolveOwner(map, path);
  const perSecond = paths.length / (process.cpuUsage(before).user / 1e6);
  expect(perSecond).toBeGreaterThan(250_000);
});
