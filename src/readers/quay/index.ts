import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const TYPE = ['NamespaceName', '^NamespaceName'];

/** Quay's view of an image, https://docs.quay.io/api/: what Clair found, package by package. */
export const reader: Reader = {
  card: {
    id: 'quay',
    name: 'Quay',
    homepage: 'https://quay.io',
    aliases: ['quay_io'],
    kinds: ['container', 'dependency'],
    phase: 'build',
    produce:
      'curl https://quay.io/api/v1/repository/REPO/manifest/DIGEST/security?vulnerabilities=true > quay.json',
    versions: ['API 1'],
    goodAt: 'packages of every image in a registry',
    misses: 'software built by hand',
    noise: 'weaknesses that the distribution will not fix',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['status', 'data'],
    all: [/"data"\s*:\s*\{\s*"Layer"\s*:/, /"Features"/],
  }),
  mapping: jsonMapping({
    each: ['data.Layer.Features[]'],
    within: ['Vulnerabilities[]'],
    fields: {
      kind: packageKind(TYPE),
      rule: 'Name',
      title: inPackage('Name', '^Name', '^Version'),
      severity: { of: 'Severity', words: { Defcon1: 'critical' } },
      score: 'Metadata.NVD.CVSSv3.Score',
      vectors: 'Metadata.NVD.CVSSv3.Vectors',
      vulnerabilities: 'Name',
      package: { type: TYPE, name: '^Name', version: '^Version', fixed: 'FixedBy', layer: '^AddedBy' },
      // Several in one text; the kit takes it apart.
      references: 'Link',
      ruleText: { description: 'Description', url: (told) => textOf('Link', told)?.split(' ', 1) },
    },
  }),
};
