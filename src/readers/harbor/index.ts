import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** The report of a scanner as Harbor keeps it: bare, or below the name of its format. */
export const reader: Reader = {
  card: {
    id: 'harbor',
    name: 'Harbor',
    homepage: 'https://goharbor.io',
    aliases: ['harbor_vulnerability'],
    kinds: ['container'],
    phase: 'build',
    produce:
      'curl -u USER https://HARBOR/api/v2.0/projects/P/repositories/R/artifacts/TAG/additions/vulnerabilities',
    versions: ['1.x', '2.x'],
    goodAt: 'packages of every image in a registry',
    misses: 'of which ecosystem a package is',
    noise: 'weaknesses that the distribution will not fix',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      all: [
        /^\s*\{\s*"application\/vnd\.(?:scanner\.adapter\.vuln\.report\.harbor|security\.vulnerability\.report)/,
      ],
    },
    {
      form: 'json-object',
      keys: ['generated_at', 'scanner', 'severity', 'vulnerabilities'],
      all: [/"(?:fix_version|artifact)"|"vulnerabilities"\s*:\s*(?:null|\[\s*\])/],
    },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]', '{}.vulnerabilities[]'],
    fields: {
      kind: 'container',
      rule: 'id',
      title: inPackage('id', 'package', 'version'),
      severity: 'severity',
      score: ['preferred_cvss.score_v3', 'vendor_attributes.CVSS.nvd.V3Score', 'preferred_cvss.score_v2'],
      vectors: allOf(
        'preferred_cvss.vector_v3',
        'vendor_attributes.CVSS.nvd.V3Vector',
        'vendor_attributes.CVSS.nvd.V2Vector',
      ),
      cwes: 'cwe_ids[]',
      vulnerabilities: 'id',
      package: { name: 'package', version: 'version', fixed: 'fix_version' },
      references: 'links[]',
      ruleText: { description: 'description', url: 'links[]', references: 'links[]' },
    },
  }),
};
