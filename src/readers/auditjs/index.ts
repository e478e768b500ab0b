import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, nameInPurl } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** AuditJS and other tools that ask OSS Index: packages by purl, each with its vulnerabilities. */
export const reader: Reader = {
  card: {
    id: 'auditjs',
    name: 'AuditJS',
    homepage: 'https://github.com/sonatype-nexus-community/auditjs',
    aliases: ['ossindex'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'auditjs ossi --json > auditjs.json',
    versions: ['4'],
    goodAt: 'packages of npm against OSS Index',
    misses: 'which versions are fixed',
    noise: 'weaknesses of tools that run only while building',
  },
  recognise: bySigns({
    form: 'json-array',
    keys: ['coordinates', 'vulnerabilities'],
    all: [/"coordinates"\s*:\s*"pkg:/, /"reference"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    within: ['vulnerabilities[]'],
    fields: {
      kind: 'dependency',
      rule: ['cve', 'id'],
      title: inPackage('title', nameInPurl('^coordinates')),
      severity: { of: () => undefined, unrated: 'medium' },
      score: 'cvssScore',
      vectors: 'cvssVector',
      cwes: 'cwe',
      vulnerabilities: allOf('cve', 'id'),
      path: '=package-lock.json',
      package: { name: '^coordinates', purl: '^coordinates' },
      references: allOf('reference', 'externalReferences[]'),
      ruleText: { name: 'title', description: 'description', url: 'reference' },
    },
  }),
};
