import type { ToldState } from '../../kernel/observation.ts';
import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import { linksOf } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf, textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const VULNERABILITY = 'vulnerability';
const NAMES = [
  'vulnId',
  'aliases[].cveId',
  'aliases[].ghsaId',
  'aliases[].osvId',
  'aliases[].snykId',
  'aliases[].allBySource{}',
].map((name) => `${VULNERABILITY}.${name}`);

const VECTORS = ['cvssV4Vector', 'cvssV3Vector', 'cvssV2Vector'].map((name) => `${VULNERABILITY}.${name}`);

/** Dependency-Track's Finding Packaging Format (FPF). */
export const reader: Reader = {
  card: {
    id: 'dependency-track',
    name: 'Dependency-Track',
    homepage: 'https://dependencytrack.org',
    aliases: ['fpf', 'finding packaging format'],
    kinds: ['dependency', 'container'],
    phase: 'production',
    produce:
      'curl -H "X-Api-Key: $KEY" https://dtrack.example/api/v1/finding/project/$PROJECT/export -o findings.json',
    versions: ['3.4', '3.8', '4.7', '4.14', 'format 1.0–1.3'],
    goodAt: 'what became known after the build, for all components of an SBOM',
    misses: 'components that the SBOM does not name',
    noise: 'the same weakness under the names of several databases',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['meta'],
    all: [/"application"\s*:\s*"Dependency-Track"/],
  }),
  mapping: jsonMapping({
    each: ['findings[]'],
    tool: { name: '/meta.application', version: '/meta.version' },
    fields: {
      kind: packageKind('component.purl', 'dependency'),
      rule: 'vulnerability.vulnId',
      title: inPackage(['vulnerability.title', 'vulnerability.vulnId'], 'component.name'),
      severity: { of: 'vulnerability.severity', words: { UNASSIGNED: 'info' }, unrated: 'medium' },
      score: [
        'vulnerability.cvssV3BaseScore',
        'vulnerability.cvssV4BaseScore',
        'vulnerability.cvssV2BaseScore',
      ],
      vectors: allOf(...VECTORS),
      cwes: ['vulnerability.cwes[].cweId', 'vulnerability.cweId'],
      vulnerabilities: allOf(...NAMES),
      package: {
        name: 'component.name',
        namespace: 'component.group',
        version: 'component.version',
        purl: 'component.purl',
        fixed: 'vulnerability.patchedVersions',
      },
      externalId: 'matrix',
      firstFoundAt: 'attribution.attributedOn',
      references: linksOf('vulnerability.references'),
      remediation: 'vulnerability.recommendation',
      epss: 'vulnerability.epssScore',
      told: state,
      ruleText: {
        name: ['vulnerability.title', 'vulnerability.vulnId'],
        description: ['vulnerability.description', 'vulnerability.subtitle'],
      },
    },
  }),
};

const REASON = ['analysis.details', 'analysis.justification'];
const STATES: Readonly<Record<string, ToldState['state']>> = {
  FALSE_POSITIVE: 'false-positive',
  NOT_AFFECTED: 'false-positive',
  RESOLVED: 'fixed',
};

function state(told: Told): ToldState | undefined {
  const word = textOf('analysis.state', told) ?? '';
  const known = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  const found = known ?? (flagOf('analysis.isSuppressed', told) ? 'suppressed' : undefined);
  const reason = textOf(REASON, told);
  return found && { state: found, ...(reason !== undefined && { reason }) };
}
