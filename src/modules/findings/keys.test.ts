import { describe, expect, it } from 'vitest';
import type { Observation } from '../../kernel/observation.ts';
import { contentOf, detailOf, ResultsDigest } from './content.ts';
import { keysOf } from './keys.ts';

const base: Observation = {
  kind: 'code',
  rule: 'js/eval',
  title: 'Eval of user input',
  severity: 'high',
  cwes: [95],
  vulnerabilities: [],
  place: { path: 'src/a.js', startLine: 10, snippet: '  eval(input);' },
};
const lodash: Observation = {
  ...base,
  kind: 'dependency',
  rule: 'SNYK-1',
  vulnerabilities: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
  place: { path: 'package-lock.json' },
  component: { type: 'npm', name: 'lodash', version: '4.17.11', fixedVersions: ['4.17.21'] },
};
const key = (observation: Observation) => keysOf(observation).key;

describe('keysOf', () => {
  it('ignores severity, wording, line numbers and indentation', () => {
    const changed: Observation = {
      ...base,
      severity: 'low',
      title: 'Reworded',
      message: 'other words',
      place: { ...base.place, startLine: 99, snippet: '\teval(input); ' },
    };
    expect(key(changed)).toBe(key(base));
  });

  it('ignores the indentation of long texts, of which only the beginning is compared', () => {
    const indented = (blanks: number): Observation => {
      const lines = Array.from({ length: 40 }, (_, at) => `${' '.repeat(blanks)}call(${at});`);
      return { ...base, place: { ...base.place, snippet: lines.join('\n') } };
    };
    expect(keysOf(indented(60))).toEqual(keysOf(indented(0)));
  });

  it('tells rule, file and text apart', () => {
    const keys = [
      base,
      { ...base, rule: 'js/other' },
      { ...base, place: { ...base.place, path: 'src/b.js' } },
      { ...base, place: { ...base.place, snippet: 'eval(other)' } },
    ].map(key);
    expect(new Set(keys).size).toBe(4);
  });

  it('keeps a package’s weakness through an upgrade that does not fix it, and across tools’ own ids', () => {
    expect(key({ ...lodash, component: { ...lodash.component!, version: '4.17.15' } })).toBe(key(lodash));
    expect(key({ ...lodash, rule: '1065', vulnerabilities: ['GHSA-35jh-r3h4-6jhm', 'CVE-2021-23337'] })).toBe(
      key(lodash),
    );
  });

  it('tells packages, weaknesses and manifests apart', () => {
    const keys = [
      lodash,
      { ...lodash, vulnerabilities: ['CVE-2020-8203'] },
      { ...lodash, component: { ...lodash.component!, name: 'lodash.set' } },
      { ...lodash, place: { path: 'web/package-lock.json' } },
    ].map(key);
    expect(new Set(keys).size).toBe(4);
  });

  it('knows a secret by its hash wherever it moves', () => {
    const secret: Observation = { ...base, kind: 'secret', secret: { hash: 'abc' } };
    expect(key({ ...secret, place: { path: 'elsewhere.env', startLine: 1 } })).toBe(key(secret));
    expect(key({ ...secret, secret: { hash: 'def' } })).not.toBe(key(secret));
  });

  it('knows a web finding by rule, method, URL template and parameter', () => {
    const web = (url: string, parameter: string): Observation => ({
      ...base,
      kind: 'web',
      web: { method: 'GET', url, parameter },
    });
    expect(key(web('https://shop.example.com/orders/17?page=2', 'q'))).toBe(
      key(web('https://shop.example.com/orders/18?page=9', 'q')),
    );
    expect(key(web('https://shop.example.com/orders/17', 'q'))).not.toBe(
      key(web('https://shop.example.com/orders/17', 'id')),
    );
  });

  it('tells copies of one secret apart by their files, which never takes part in its key', () => {
    const secret: Observation = { ...base, kind: 'secret', secret: { hash: 'abc' } };
    const copy: Observation = { ...secret, place: { ...base.place, path: 'src/b.js' } };
    expect([keysOf(secret), keysOf(copy)]).toMatchObject([
      { key: key(secret), path: null, text: 'src/a.js' },
      { key: key(secret), path: null, text: 'src/b.js' },
    ]);
  });

  const service = { id: 'shop/Service/pay', type: 'Service' };
  it.each([
    ['a cloud', { kind: 'cloud' }],
    ['a host', { kind: 'host' }],
    ['the configuration of a cluster, which is no file', { kind: 'config' }],
    ['a package in a workload', { ...lodash, kind: 'container' }],
  ] as const)('tells the objects of %s apart, also those of one name in two accounts', (_, told) => {
    const at = (resource: NonNullable<Observation['resource']>): string =>
      key({ ...base, ...told, place: {}, resource });
    const resources = [
      service,
      { ...service, id: 'shop/Service/orders' },
      { ...service, account: '1' },
      { ...service, account: '2' },
      { ...service, account: '2', region: 'eu-1' },
      { ...service, type: 'Deployment' },
    ];
    expect(new Set(resources.map(at)).size).toBe(resources.length);
    expect(at({ ...service })).toBe(at(service));
  });

  it('never looks for a package of one workload in another', () => {
    const at = (id: string) => keysOf({ ...lodash, place: {}, resource: { ...service, id } });
    expect(at('a').package?.name).not.toBe(at('b').package?.name);
    expect(at('a').rule).not.toBe(at('b').rule);
  });
});

describe('contentOf', () => {
  const content = (observation: Observation) => contentOf(observation, detailOf(observation));
  it('changes with everything that is stored', () => {
    const variants: Observation[] = [
      base,
      { ...base, severity: 'low' },
      { ...base, title: 'x' },
      { ...base, message: 'x' },
      { ...base, place: { ...base.place, startLine: 11 } },
      { ...base, score: 5 },
      { ...base, told: { state: 'suppressed' } },
      { ...base, tags: ['x'] },
    ];
    expect(new Set(variants.map(content)).size).toBe(variants.length);
  });

  it('sums to the same digest in any order, and to another when one result differs or repeats', () => {
    const digest = (all: Observation[]) => {
      const sum = new ResultsDigest();
      for (const one of all) sum.add(content(one));
      return sum.value();
    };
    expect(digest([base, lodash])).toBe(digest([lodash, base]));
    expect(digest([base, lodash])).not.toBe(digest([base, { ...lodash, severity: 'low' }]));
    expect(digest([base, base])).not.toBe(digest([base]));
  });
});
