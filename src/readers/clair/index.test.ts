import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('clair', Buffer.from(JSON.stringify(report))), { hashSecret: (v) => v });

const version4 = {
  manifest_hash: 'sha256:aa',
  packages: {
    1: { id: '1', name: 'libacme3', version: '3.0-1', kind: 'binary', source: { name: 'acme' } },
    2: { id: '2', name: 'acme-kit', version: '2.0' },
  },
  distributions: { 5: { id: '5', did: 'debian' } },
  environments: { 1: [{ introduced_in: 'sha256:bb', distribution_id: '5' }], 2: [{ distribution_id: '' }] },
  vulnerabilities: {
    10: {
      name: 'CVE-2024-1111',
      description: 'Long story.',
      links: 'https://advisories.example/1 https://advisories.example/2',
      severity: 'important',
      normalized_severity: 'High',
      fixed_in_version: '3.0-2',
    },
    11: { name: 'GHSA-2222-3333-4444', normalized_severity: 'Unknown', repository: { name: 'pypi' } },
  },
  package_vulnerabilities: { 1: ['10'], 2: ['11', '99'] },
};

test('version 4: a package of the system, with its source package, its layer and what fixes it', async () => {
  const { observations, rules, summary } = await read(version4);
  expect(summary).toMatchObject({ reader: 'clair', tool: { name: 'Clair' } });
  expect(observations[0]).toMatchObject({
    kind: 'container',
    rule: 'CVE-2024-1111',
    severity: 'high',
    severityTold: 'important',
    vulnerabilities: ['CVE-2024-1111'],
    component: {
      type: 'deb',
      name: 'libacme3',
      version: '3.0-1',
      source: 'acme',
      layer: 'sha256:bb',
      fixedVersions: ['3.0-2'],
    },
  });
  expect(rules[0]).toMatchObject({ url: 'https://advisories.example/1', description: 'Long story.' });
});

test('version 4: a package of a language is a dependency; an id that leads nowhere is left out with a remark', async () => {
  const { observations, diagnostics } = await read(version4);
  expect(observations[1]).toMatchObject({
    kind: 'dependency',
    severity: 'info',
    component: { type: 'pypi', name: 'acme-kit' },
  });
  expect(observations).toHaveLength(2);
  expect(diagnostics).toHaveLength(1);
});

test('clair-scanner and Klar: features are source packages', async () => {
  const scanner = await read({
    image: 'acme/shop:1',
    unapproved: ['CVE-2024-1111'],
    vulnerabilities: [
      {
        featurename: 'acme',
        featureversion: '3.0-1',
        vulnerability: 'CVE-2024-1111',
        namespace: 'debian:12',
        severity: 'Medium',
        fixedby: '',
      },
    ],
  });
  const klar = await read({
    LayerCount: 2,
    Vulnerabilities: {
      High: [
        {
          Name: 'RHSA-2024:1',
          NamespaceName: 'centos:7',
          FeatureName: 'acme',
          FixedBy: '2',
          Severity: 'High',
        },
      ],
    },
  });
  expect(scanner.observations).toMatchObject([
    { severity: 'medium', component: { type: 'deb', name: 'acme', source: 'acme', fixedVersions: [] } },
  ]);
  expect(klar.observations).toMatchObject([
    { severity: 'high', vulnerabilities: ['RHSA-2024:1'], component: { type: 'rpm', fixedVersions: ['2'] } },
  ]);
});

test('a report without vulnerabilities is an honest empty one', async () => {
  for (const report of [
    { LayerCount: 9, Vulnerabilities: {} },
    { ...version4, package_vulnerabilities: {} },
  ])
    expect((await read(report)).summary).toMatchObject({ reader: 'clair', observations: 0, failure: null });
});
