import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { linksOf } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { type XrayComponent, xrayComponent } from './xray-component.ts';

const componentOf = (told: Told): XrayComponent => xrayComponent(textOf('vulnerable_component', told) ?? '');

/** The report on vulnerabilities of JFrog Xray, exported as JSON. */
export const reader: Reader = {
  card: {
    id: 'jfrog-xray-unified',
    name: 'JFrog Xray',
    homepage: 'https://jfrog.com/xray/',
    aliases: ['xray'],
    kinds: ['dependency', 'container'],
    phase: 'build',
    produce: 'export the vulnerabilities report as JSON from the page (Application Security, Reports)',
    versions: ['3'],
    goodAt: 'artifacts and images of a repository, after they were built',
    misses: 'the manifest that names the package',
    noise: 'the same package once for each artifact that holds it',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['total_rows', 'rows'],
      all: [/"(?:vulnerable_component|impacted_artifact)"\s*:/],
    },
    { form: 'json-object', keys: ['total_rows', 'rows'], all: [/"rows"\s*:\s*\[\s*\]/] },
  ),
  mapping: jsonMapping({
    each: ['rows[]'],
    fields: {
      kind: (told) => (componentOf(told).system ? 'container' : 'dependency'),
      // An advisory of a distribution may stand for many CVEs.
      rule: (told) => {
        const cves = textsOf('cves[].cve', told);
        return (cves.length === 1 ? cves[0] : undefined) ?? textOf('issue_id', told) ?? cves[0];
      },
      title: inPackage(['summary', 'issue_id'], (told) => componentOf(told).name),
      message: 'summary',
      severity: { of: 'severity', unrated: 'medium' },
      score: ['cvss3_max_score', 'cves[].cvss_v3_score', 'cvss2_max_score'],
      vectors: (told) => [
        ...textsOf('cves[].cvss_v3_vector', told),
        ...textsOf('cves[].cvss_v2_vector', told).map((vector) => vector.replace(/^CVSS:2\.0\//, '')),
      ],
      cwes: 'cves[].cwe[]',
      vulnerabilities: allOf('cves[].cve', 'issue_id'),
      path: 'component_physical_path',
      package: {
        type: (told) => componentOf(told).type,
        name: (told) => componentOf(told).name,
        version: (told) => componentOf(told).version,
        fixed: (told) => textsOf('fixed_versions[]', told).map((version) => version.replace(/^[≥>=\s]+/, '')),
      },
      resource: { id: 'impacted_artifact', type: '=artifact' },
      references: linksOf('references[]'),
      exploited: 'known_exploited',
      tags: 'applicability_result',
      ruleText: { name: 'summary', description: ['description', 'summary'] },
    },
  }),
};
