import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const COORDINATES = '^componentIdentifier.coordinates';
const NAME = ['artifactId', 'packageId', 'name'].map((name) => `${COORDINATES}.${name}`);

const STATES: Readonly<Record<string, ToldState['state']>> = {
  'Not Applicable': 'false-positive',
  Acknowledged: 'accepted',
};

/** The raw report of Nexus IQ (Sonatype Lifecycle): components with their security issues. */
export const reader: Reader = {
  card: {
    id: 'sonatype',
    name: 'Sonatype Lifecycle',
    homepage: 'https://help.sonatype.com/en/application-report.html',
    aliases: ['nexus iq', 'sonatype application scan'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'curl -u $USER "$IQ/api/v2/applications/$APP/reports/$REPORT/raw" > sonatype.json',
    versions: ['raw report, API 2'],
    goodAt: 'components recognised by what they are, not by what manifests say',
    misses: 'which versions are fixed',
    noise: 'one component found in many files',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['components'],
    all: [/"componentIdentifier"\s*:/, /"matchState"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['components[]'],
    within: ['securityData.securityIssues[]'],
    fields: {
      kind: 'dependency',
      rule: 'reference',
      title: inPackage('reference', NAME),
      severity: { of: () => undefined, unrated: 'medium' },
      score: 'severity',
      vectors: 'cvssVector',
      cwes: 'cwe',
      vulnerabilities: 'reference',
      path: '^pathnames[0]',
      package: {
        type: '^componentIdentifier.format',
        namespace: [`${COORDINATES}.groupId`, `${COORDINATES}.namespace`],
        name: NAME,
        version: `${COORDINATES}.version`,
        purl: '^packageUrl',
      },
      references: 'url',
      tags: 'threatCategory',
      told: (told) => {
        const status = textOf('status', told) ?? '';
        const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined;
        return state && { state, reason: `${status} in Sonatype Lifecycle` };
      },
    },
  }),
};
