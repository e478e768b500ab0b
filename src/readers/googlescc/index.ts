import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const PROJECT = ['resource.gcpMetadata.project', 'resource.project', 'resource.projectName'];

/** Findings of Google's Security Command Center, each with its resource. */
export const reader: Reader = {
  card: {
    id: 'googlescc',
    name: 'Google Security Command Center',
    homepage: 'https://cloud.google.com/security-command-center',
    aliases: ['Google Cloud SCC', 'security-command-center'],
    kinds: ['cloud'],
    phase: 'production',
    produce: 'gcloud scc findings list organizations/ID --format=json > scc.json',
    versions: ['v1', 'v2'],
    goodAt: 'settings and threats in projects of Google Cloud',
    misses: 'projects outside of the organization',
    noise: 'inactive findings of resources that are gone',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['listFindingsResults'] },
    { form: 'json-array', keys: ['finding', 'resource'], all: [/"canonicalName"\s*:/, /"findingClass"\s*:/] },
  ),
  mapping: jsonMapping({
    each: ['listFindingsResults[]', '[]'],
    fields: {
      kind: 'cloud',
      rule: 'finding.category',
      title: ['finding.description', 'finding.category'],
      message: 'finding.description',
      severity: { of: 'finding.severity', words: { severity_unspecified: 'info' } },
      score: 'finding.vulnerability.cve.cvssv3.baseScore',
      vulnerabilities: 'finding.vulnerability.cve.id',
      resource: {
        id: ['finding.resourceName', 'resource.name'],
        type: 'resource.type',
        account: (told) => textOf(PROJECT, told)?.split('/').at(-1),
        region: 'resource.location',
      },
      externalId: 'finding.name',
      firstFoundAt: ['finding.createTime', 'finding.eventTime'],
      references: 'finding.externalUri',
      remediation: 'finding.nextSteps',
      tags: 'finding.findingClass',
      fingerprints: { name: 'finding.name', canonicalName: 'finding.canonicalName' },
      told: (told) => {
        if (textOf('finding.mute', told) === 'MUTED') return { state: 'suppressed' };
        return textOf('finding.state', told) === 'INACTIVE' ? { state: 'fixed' } : undefined;
      },
    },
  }),
};
