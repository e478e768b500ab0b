import { expect, it } from 'vitest';
import { groupNames } from './aliases.ts';
import type { Correlatable, Verdict } from './correlatable.ts';
import { correlate } from './correlate.ts';

let made = 0;
const finding = (more: Partial<Correlatable>): Correlatable => {
  const id = more.id ?? `f${String(++made).padStart(6, '0')}`;
  const tool = more.tool ?? 'trivy';
  return {
    id,
    streamId: `stream of ${tool}`,
    tool,
    ruleId: `${tool} ${more.rule ?? 'rule'}`,
    rule: 'rule',
    kind: 'dependency',
    open: true,
    component: null,
    source: null,
    version: null,
    path: null,
    startLine: null,
    endLine: null,
    text: '',
    vulnerabilities: [],
    cwes: [],
    secret: null,
    evidence: 0,
    openedAt: new Date('2026-01-01T00:00:00Z'),
    leadId: null,
    leadBecause: null,
    leadByPerson: false,
    fixId: null,
    ownFixId: null,
    ...more,
  };
};
const aPackage = (tool: string, component: string, names: string[], more: Partial<Correlatable> = {}) =>
  finding({ tool, component, vulnerabilities: names, version: '1.0.0', ...more });
const code = (tool: string, startLine: number, cwes: number[], more: Partial<Correlatable> = {}) =>
  finding({ tool, kind: 'code', path: 'src/a.ts', startLine, cwes, ...more });

const run = (findings: Correlatable[], verdicts: Verdict[] = [], aliases: string[][] = []) => {
  const groups = groupNames(aliases);
  return correlate(findings, (name) => groups.get(name) ?? name, verdicts);
};
/** Groups as sorted lists of ids, the leader first. */
const groupsOf = (findings: Correlatable[], verdicts: Verdict[] = [], aliases: string[][] = []) =>
  run(findings, verdicts, aliases).groups.map(({ leaderId, followers }) => [
    leaderId,
    ...followers.map(({ id }) => id).sort(),
  ]);
const said = (verdict: Verdict['verdict'], a: Correlatable, b: Correlatable, at = '2026-01-02'): Verdict => {
  const [findingId, otherId] = [a.id, b.id].sort() as [string, string];
  return { findingId, otherId, verdict, actor: 'Ada', reason: null, at: new Date(at) };
};

it.each([
  ['scoped npm, encoded or not', 'pkg:npm/%40acme/ui', 'pkg:npm/@acme/ui'],
  ['a Maven name with a colon', 'pkg:maven/org.acme/core', 'org.acme:core'],
  ['a jar by its artifact', 'pkg:maven/org.acme/core', 'core'],
  ['Python spellings', 'pkg:pypi/Acme.Kit', 'pkg:pypi/acme_kit'],
  ['a Go package of its module', 'pkg:golang/github.com/acme/kit', 'pkg:golang/github.com/acme/kit/queue'],
  ['the standard library of Go', 'pkg:golang/stdlib', 'pkg:golang/std/net/http'],
  ['a system package with and without its distribution', 'pkg:deb/debian/openssl', 'pkg:deb/openssl'],
  ['a bare name', 'pkg:npm/left-pad', 'left-pad'],
])('%s is one package', (_what, one, other) => {
  const [a, b] = [aPackage('trivy', one, ['CVE-2024-0001']), aPackage('grype', other, ['CVE-2024-0001'])];
  expect(groupsOf([a, b])).toEqual([[a.id, b.id]]);
});

it.each([
  ['another package', 'pkg:npm/left-pad', 'pkg:npm/right-pad', ['CVE-2024-0001']],
  ['another ecosystem', 'pkg:npm/request', 'pkg:pypi/request', ['CVE-2024-0001']],
  ['another scope', 'pkg:npm/@acme/ui', 'ui', ['CVE-2024-0001']],
  [
    'another major module of Go',
    'pkg:golang/github.com/acme/kit',
    'pkg:golang/github.com/acme/kit/v2',
    ['CVE-2024-0001'],
  ],
  ['another vulnerability', 'pkg:npm/left-pad', 'pkg:npm/left-pad', ['CVE-2024-0002']],
  [
    'an advisory over several CVEs',
    'pkg:npm/left-pad',
    'pkg:npm/left-pad',
    ['RHSA-2024:1', 'CVE-2024-0001', 'CVE-2024-0002'],
  ],
])('%s is another weakness', (_what, one, other, names) => {
  expect(groupsOf([aPackage('trivy', one, ['CVE-2024-0001']), aPackage('grype', other, names)])).toEqual([]);
});

it('a bare name that could be two packages is neither', () => {
  const findings = [
    aPackage('trivy', 'pkg:npm/request', ['CVE-2024-0001']),
    aPackage('trivy', 'pkg:pypi/request', ['CVE-2024-0001']),
    aPackage('sarif', 'request', ['CVE-2024-0001']),
  ];
  expect(groupsOf(findings)).toEqual([]);
});

it('aliases join what tools call by different names, and the words say so', () => {
  const a = aPackage('trivy', 'pkg:npm/left-pad', ['CVE-2024-0001'], { evidence: 1 });
  const b = aPackage('npm-audit', 'pkg:npm/left-pad', ['GHSA-a'], { version: null });
  expect(groupsOf([a, b])).toEqual([]);
  const { groups } = run([a, b], [], [['GHSA-a', 'CVE-2024-0001']]);
  expect(groups).toEqual([
    {
      leaderId: a.id,
      followers: [
        {
          id: b.id,
          byPerson: false,
          because:
            'The same vulnerability, CVE-2024-0001, in the same package, left-pad. GHSA-a and CVE-2024-0001 are names of one vulnerability.',
        },
      ],
    },
  ]);
});

it('manifests of two folders are two projects, a lock file and its manifest are one', () => {
  const at = (tool: string, path: string) => aPackage(tool, 'pkg:npm/left-pad', ['CVE-2024-0001'], { path });
  const [web, api] = [at('trivy', 'web/package-lock.json'), at('trivy', 'api/package-lock.json')];
  const [webToo, other] = [at('snyk', 'web/package.json'), at('snyk', 'cli/package.json')];
  expect(groupsOf([web, api, webToo, other])).toEqual([[web.id, webToo.id]]);
});

it('one finding of each tool in a group: the source package goes with one binary, not with all', () => {
  const names = ['CVE-2024-0001'];
  const binary = (name: string) => aPackage('trivy', `pkg:deb/debian/${name}`, names, { source: 'openssl' });
  const clair = aPackage('clair', 'pkg:deb/openssl', names);
  const lone = binary('libssl3');
  expect(groupsOf([lone, clair])[0]!.toSorted()).toEqual([lone.id, clair.id].sort());
  const [ssl, crypto] = [binary('libssl3'), binary('libcrypto3')];
  expect(groupsOf([ssl, crypto, clair])).toEqual([]);
  const exact = binary('openssl');
  expect(groupsOf([ssl, exact, clair])[0]!.toSorted()).toEqual([clair.id, exact.id].sort());
});

it('places that cannot be compared are suggested, never joined', () => {
  const jar = (tool: string, path: string) =>
    aPackage(tool, 'pkg:maven/org.acme/core', ['CVE-2024-0001'], { path });
  const findings = [jar('trivy', 'app/a.jar'), jar('trivy', 'app/b.jar'), jar('grype', 'layer/x.war')];
  const { groups, suggestions } = run(findings);
  expect(groups).toEqual([]);
  expect(suggestions).toHaveLength(2);
});

it('what was one stays one when a tool already sees the next version', () => {
  const a = aPackage('trivy', 'pkg:npm/left-pad', ['CVE-2024-0001'], { version: '1.0.1' });
  const b = aPackage('grype', 'pkg:npm/left-pad', ['CVE-2024-0001']);
  expect(groupsOf([a, b])).toEqual([]);
  expect(groupsOf([a, { ...b, leadId: a.id }])).toEqual([[a.id, b.id]]);
});

it('code: the same lines with the same or the parent CWE are one; unrelated ones are suggested', () => {
  const [a, same, child] = [code('semgrep', 10, [89]), code('codeql', 10, [89]), code('sonar', 10, [564])];
  expect(groupsOf([a, same, child])).toEqual([[a.id, same.id, child.id]]);
  const unrelated = code('other', 10, [798]);
  expect(run([a, unrelated])).toMatchObject({
    groups: [],
    suggestions: [{ findingId: a.id, otherId: unrelated.id, because: expect.stringContaining('CWE-798') }],
  });
  expect(run([a, code('other', 11, [89])]).groups).toEqual([]);
});

it('code: siblings are not one because both are children of a third', () => {
  const findings = [code('a', 10, [80]), code('b', 10, [79]), code('c', 10, [81])];
  expect(groupsOf(findings)[0]).toHaveLength(2);
});

it('code: two rules of one tool stay two whatever another tool says', () => {
  const [a, b] = [code('semgrep', 10, [89]), code('semgrep', 10, [89], { rule: 'other' })];
  const c = code('codeql', 10, [89]);
  expect(groupsOf([a, b, c]).flat()).toHaveLength(2);
});

it('code: the nearest is the partner', () => {
  const [far, near] = [code('semgrep', 8, [89], { endLine: 12 }), code('semgrep', 10, [89], { endLine: 11 })];
  const c = code('codeql', 10, [89], { endLine: 11 });
  expect(groupsOf([far, near, c])).toEqual([[near.id, c.id]]);
});

it('secrets are one by the hash of their value, else suggested in the same line', () => {
  const secret = (tool: string, hash: string | null) =>
    finding({ tool, kind: 'secret', path: '.env', startLine: 3, secret: hash });
  const [a, b, hidden] = [secret('gitleaks', 'x'), secret('trufflehog', 'x'), secret('semgrep', null)];
  expect(groupsOf([a, b])).toEqual([[a.id, b.id]]);
  expect(groupsOf([a, secret('other', 'y')])).toEqual([]);
  expect(run([a, hidden])).toMatchObject({
    groups: [],
    suggestions: [{ findingId: a.id, otherId: hidden.id }],
  });
});

it('the leader stays while it is live; else the best evidence leads, and one that is excepted never before an open one', () => {
  const a = aPackage('trivy', 'pkg:npm/x', ['CVE-2024-0001']);
  const b = aPackage('grype', 'pkg:npm/x', ['CVE-2024-0001'], { evidence: 5 });
  expect(groupsOf([a, b])).toEqual([[b.id, a.id]]);
  expect(groupsOf([a, { ...b, leadId: a.id }])).toEqual([[a.id, b.id]]);
  expect(
    groupsOf([
      { ...a, open: false },
      { ...b, leadId: a.id },
    ]),
  ).toEqual([[b.id, a.id]]);
});

it('a person joins what no rule would, and parts what every rule would join', () => {
  const [a, b] = [code('semgrep', 10, [89]), aPackage('zap', 'pkg:npm/x', ['CVE-2024-0001'])];
  expect(run([a, b], [said('same', a, b)]).groups).toMatchObject([
    { followers: [{ byPerson: true, because: 'Ada said that they are the same.' }] },
  ]);
  const [c, d] = [code('semgrep', 20, [89]), code('codeql', 20, [89])];
  expect(run([c, d], [said('different', c, d)])).toEqual({ groups: [], suggestions: [] });
});

it('whom a person parted no third finding brings together', () => {
  const [a, b, c] = [code('x', 10, [89]), code('y', 10, [89]), code('z', 10, [89])];
  const groups = groupsOf([a, b, c], [said('different', a, b)]);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toHaveLength(2);
  expect(
    groupsOf([a, b, c], [said('same', a, c), said('same', b, c), said('different', a, b)])[0],
  ).toHaveLength(2);
});

it('joining two findings joins what the tools hold for the same as either', () => {
  const at = (line: number) => [code('semgrep', line, [89]), code('codeql', line, [89])] as const;
  const [[a, b], [c, d]] = [at(10), at(30)];
  expect(groupsOf([a, b, c, d], [said('same', a, c)])[0]).toHaveLength(4);
});

it('the order of the findings plays no part', () => {
  const findings = [
    ...Array.from({ length: 40 }, (_, i) => code(i % 2 ? 'x' : 'y', 1 + (i % 5), [i % 3 ? 89 : 79])),
    ...Array.from({ length: 40 }, (_, i) =>
      aPackage(i % 2 ? 'x' : 'y', `pkg:npm/p${i % 4}`, [`CVE-2024-000${i % 3}`]),
    ),
  ];
  const sorted = (list: Correlatable[]) => groupsOf(list).sort();
  expect(sorted(findings.toReversed())).toEqual(sorted(findings));
});

it('ten thousand findings of two tools in one file, or in one line, are correlated in a moment', () => {
  for (const lineOf of [(i: number) => i, () => 7]) {
    const findings = Array.from({ length: 5000 }, (_, i) => [
      code('semgrep', lineOf(i) + 1, [89], { endLine: lineOf(i) + 4 }),
      code('codeql', lineOf(i) + 1, [89], { endLine: lineOf(i) + 4 }),
    ]).flat();
    const started = performance.now();
    expect(run(findings).groups).toHaveLength(5000);
    expect(performance.now() - started).toBeLessThan(2000);
  }
});

it('ten thousand places of one vulnerable package stay cheap', () => {
  const findings = Array.from({ length: 5000 }, (_, i) =>
    ['trivy', 'snyk'].map((tool) =>
      aPackage(tool, 'pkg:npm/x', ['CVE-2024-0001'], { path: `p${i}/package.json` }),
    ),
  ).flat();
  const started = performance.now();
  expect(run(findings).groups).toHaveLength(5000);
  expect(performance.now() - started).toBeLessThan(2000);
});
