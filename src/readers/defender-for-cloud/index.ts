import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const MORE = 'properties.additionalData';
const RESOURCE = ['properties.resourceDetails.NativeResourceId', 'properties.resourceDetails.id'];

const RESOURCE_OR_ID = [...RESOURCE, 'id'];
const RESOURCE_OR_NAME = [...RESOURCE, 'properties.resourceDetails.ResourceName', 'id'];

/** Sub-assessments of Microsoft Defender for Cloud: vulnerabilities of machines, images and databases. */
export const reader: Reader = {
  card: {
    id: 'defender-for-cloud',
    name: 'Microsoft Defender for Cloud',
    homepage: 'https://learn.microsoft.com/azure/defender-for-cloud/',
    aliases: ['Defender for Cloud Scan', 'azure-defender'],
    kinds: ['container', 'host'],
    phase: 'production',
    produce:
      'az rest --method get --url "/subscriptions/ID/providers/Microsoft.Security/subAssessments?api-version=2019-01-01-preview"',
    versions: ['2019-01-01-preview'],
    goodAt: 'packages of machines and images that run in Azure',
    misses: 'settings, which its recommendations tell',
    noise: 'old images of a registry',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['value'],
    all: [/"assessedResourceType"\s*:/, /"resourceDetails"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['value[]'],
    fields: {
      kind: (told) =>
        textOf(`${MORE}.artifactDetails.repositoryName`, told) === undefined ? 'host' : 'container',
      rule: cveOf,
      title: 'properties.displayName',
      message: 'properties.description',
      severity: ['properties.status.severity', `${MORE}.vulnerabilityDetails.severity`],
      score: [
        `${MORE}.cvssV30Score`,
        `${MORE}.vulnerabilityDetails.cvss["3.0"].base`,
        `${MORE}.cvss["3.0"].base`,
      ],
      vectors: [`${MORE}.vulnerabilityDetails.cvss{}.cvssVectorString`, `${MORE}.cvss{}.cvssVectorString`],
      vulnerabilities: (told) => [cveOf(told), ...textsOf(`${MORE}.cve[].title`, told)],
      package: {
        type: (told) => textOf(`${MORE}.softwareDetails.osDetails.osVersion`, told)?.split('-')[0],
        name: [`${MORE}.softwareDetails.packageName`, `${MORE}.softwareName`],
        version: [`${MORE}.softwareDetails.version`, `${MORE}.softwareVersion`],
        fixed: [`${MORE}.softwareDetails.fixedVersion`, `${MORE}.recommendedVersion`],
      },
      resource: {
        id: (told) => imageOf(told) ?? textOf(RESOURCE_OR_NAME, told),
        type: ['properties.resourceDetails.ResourceType', `${MORE}.artifactDetails.artifactType`],
        account: (told) => /^\/subscriptions\/([^/]+)/i.exec(textOf(RESOURCE_OR_ID, told) ?? '')?.[1],
      },
      externalId: 'id',
      firstFoundAt: 'properties.timeGenerated',
      references: [`${MORE}.vulnerabilityDetails.references[].link`, `${MORE}.vendorReferences[].link`],
      remediation: 'properties.remediation',
      tags: 'properties.category',
      fingerprints: { defender: 'id' },
      ruleText: { description: 'properties.impact' },
      skip: skipped,
    },
  }),
};

const CVES = [`${MORE}.vulnerabilityDetails.cveId`, `${MORE}.cve[0].title`, `${MORE}.cve`];

function cveOf(told: Told): string | undefined {
  return (
    textOf(CVES, told) ?? /\bCVE-\d{4}-\d{4,}\b/i.exec(textOf('properties.displayName', told) ?? '')?.[0]
  );
}

/** The repository; its digests come and go. */
function imageOf(told: Told): string | undefined {
  const repository = textOf(`${MORE}.artifactDetails.repositoryName`, told);
  const host = textOf(`${MORE}.artifactDetails.registryHost`, told);
  return repository === undefined || host === undefined ? repository : `${host}/${repository}`;
}

function skipped(told: Told): string | undefined {
  if (textOf('properties.status.code', told) !== 'Unhealthy')
    return 'Results marked as healthy are not findings.';
  return cveOf(told) === undefined
    ? 'Recommendations that name no vulnerability were left out; their own export tells them in full.'
    : undefined;
}
