import { describe, expect, it } from 'vitest';
import { readDescriptor } from './forms.ts';

const HEAD = 'apiVersion: lanekeeper.dev/v1\nowner: ledger\n';
const v1 = (rest: string, path = 'about.yaml') => readDescriptor(path, HEAD + rest);

const COMPLETE = `
name: payments-api
title: Payments API
type: service
lifecycle: production
tier: 1
system: checkout
businessUnit: commerce
jira: { project: PAY, component: payments-api, issueType: Bug, labels: [security] }
slack: { channel: "#payments", id: C0123ABC }
oncall: { pagerduty: PABC123 }
champions: [alice]
security:
  exposure: internet
  data: [pci, pii]
  missionImpact: high
  compliance: [pci-dss]
  slaPolicy: standard
  threatModel: { url: "https://docs.example/tm", reviewed: 2026-05-01 }
  bugBounty: { inScope: true, assets: [api.example.com] }
  prFeedback: comment
paths:
  - { match: "db/**", owner: ledger, oncall: { opsgenie: X } }
  - { match: "web/", owner: shop }
reviewed: 2026-10-01
extensions: { team: { colour: [blue] } }
`;

describe('about.yaml v1', () => {
  it('needs two keys', () => {
    expect(v1('')).toMatchObject({
      form: 'about.yaml v1',
      descriptors: [
        { folder: '', claims: [{ by: 'name', name: 'ledger', pattern: null, place: { line: 2 } }] },
      ],
      problems: [],
      usable: true,
    });
  });

  it('keeps every field of a complete file', () => {
    const { descriptors, problems } = v1(COMPLETE, 'services/pay/about.yaml');
    expect(problems).toEqual([]);
    expect(descriptors[0]).toMatchObject({
      folder: 'services/pay',
      wish: {
        jira: { project: 'PAY', component: 'payments-api', issueType: 'Bug', labels: ['security'] },
        slack: { channel: '#payments', id: 'C0123ABC' },
        oncall: { pagerduty: 'PABC123' },
      },
      champions: ['alice'],
      reviewed: '2026-10-01',
      extensions: { team: { colour: ['blue'] } },
      service: {
        name: 'payments-api',
        title: 'Payments API',
        type: 'service',
        lifecycle: 'production',
        tier: 1,
        system: 'checkout',
        businessUnit: 'commerce',
        exposure: 'internet',
        data: ['pci', 'pii'],
        missionImpact: 'high',
        compliance: ['pci-dss'],
        slaPolicy: 'standard',
        threatModel: { url: 'https://docs.example/tm', reviewed: '2026-05-01' },
        bugBounty: { inScope: true, assets: ['api.example.com'] },
        prFeedback: 'comment',
      },
    });
  });

  it("gives a path of its own team the file's wishes, and another team's path none of them", () => {
    const [, own, other] = v1(COMPLETE).descriptors[0]!.claims;
    expect(own).toMatchObject({
      name: 'ledger',
      wish: { jira: { project: 'PAY' }, oncall: { opsgenie: 'X' } },
    });
    expect(other).toMatchObject({ name: 'shop', wish: {}, what: 'paths "web/"' });
  });

  it.each([
    ['tier: 5', { line: 3, column: 7, code: 'wrong-value' }],
    ['security: { exposure: internett }', { line: 3, code: 'wrong-value', suggestion: 'internet' }],
    ['security:\n  threatModel: { url: "javascript:alert(1)" }', { line: 4, code: 'wrong-value' }],
    ['paths: [{ match: "a/**" }]', { line: 3, code: 'missing-key' }],
    ['reviewed: yesterday', { line: 3, code: 'wrong-value' }],
    ['reviewed: 2026-02-30', { line: 3, code: 'wrong-value' }],
    ['title: "a\\nb"', { line: 3, code: 'wrong-value' }],
    ['jira: { project: "PAY OR 1=1" }', { line: 3, code: 'wrong-value' }],
    ['name: a\nname: b', { line: 4, code: 'duplicate-key' }],
    ['name: !secret a', { line: 3, code: 'syntax' }],
    ['\tname: a', { code: 'syntax' }],
    [`name: ${'x'.repeat(300_000)}`, { code: 'too-large' }],
    [`extensions: ${'['.repeat(5000)}`, { code: 'too-deep' }],
    ['name: \uFFFD', { line: 3, code: 'encoding' }],
  ])('with %.40j is an error with its place, and its last good version counts', (rest, problem) => {
    const read = v1(rest);
    expect(read).toMatchObject({ descriptors: [], usable: false });
    expect(read.problems[0]).toMatchObject({ level: 'error', ...problem });
  });

  it.each([
    ['titel: A', 'title', 3],
    ['security:\n  missionImpct: high', 'missionImpact', 4],
    ['security:\n  mission_impact: high', 'missionImpact', 4],
    ['paths:\n  - { match: "a", owner: b, slak: {} }', 'slack', 4],
  ])('with %j keeps what it knows, and asks what was meant', (rest, suggestion, line) => {
    expect(v1(rest)).toMatchObject({
      descriptors: [{ claims: [{ name: 'ledger' }, ...(rest.startsWith('paths') ? [{ name: 'b' }] : [])] }],
      problems: [{ level: 'warning', code: 'unknown-key', line, suggestion }],
      usable: true,
    });
  });

  it('takes no for text, as YAML 1.2 does', () => {
    expect(v1('name: no').descriptors[0]?.service.name).toBe('no');
  });

  it.each(['../../etc/**', 'a/../../b', '!a', '[ab]/**', '/'])('skips the path %s and says so', (match) => {
    expect(v1(`paths: [{ match: "${match}", owner: x }]`)).toMatchObject({
      descriptors: [{ claims: [{ name: 'ledger' }] }],
      problems: [{ level: 'warning', code: 'bad-pattern', line: 3 }],
    });
  });

  it('of a later version is an error that says so, not a foreign file', () => {
    expect(readDescriptor('about.yaml', 'apiVersion: lanekeeper.dev/v9\nowner: a')).toMatchObject({
      descriptors: [],
      problems: [{ level: 'error', line: 1 }],
    });
  });
});

describe('an about.yaml of another tool', () => {
  it.each([
    '',
    'team: x\n',
    '- a\n- b\n',
    'just text',
    '\tnot: yaml: at all',
    'apiVersion: v1\nkind: Service\n',
    'apiVersion: backstage.io/v1alpha1\nkind: Component\n',
    '%PDF-1.4',
    `a: ${'['.repeat(5000)}`,
    'x'.repeat(300_000),
  ])('(%.30j) is left alone with a note, never an error', (content) => {
    expect(readDescriptor('docs/about.yml', content)).toMatchObject({
      form: null,
      descriptors: [],
      problems: [{ level: 'note', code: 'foreign-file' }],
      usable: true,
    });
  });

  it.each(['apiVersion: lanekeper.dev/v1\nowner: a', 'apiversion: lanekeeper.dev/v1\nowner: a'])(
    'that is nearly ours (%j) is asked about',
    (content) => {
      expect(readDescriptor('about.yaml', content).problems).toMatchObject([
        { level: 'note', code: 'foreign-file', suggestion: 'apiVersion: lanekeeper.dev/v1' },
      ]);
    },
  );
});
