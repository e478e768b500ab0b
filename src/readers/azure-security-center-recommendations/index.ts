import { tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** The table of recommendations that Defender for Cloud (once Security Center) offers for download. */
export const reader: Reader = {
  card: {
    id: 'azure-security-center-recommendations',
    name: 'Azure Security Center recommendations',
    homepage: 'https://learn.microsoft.com/azure/defender-for-cloud/review-security-recommendations',
    aliases: ['Azure Security Center Recommendations Scan'],
    kinds: ['cloud'],
    phase: 'production',
    produce: 'export "Download CSV report" from the page of recommendations',
    versions: ['2021'],
    goodAt: 'settings of resources in Azure, with steps to better them',
    misses: 'packages, which its vulnerability assessments tell',
    noise: 'advice to buy further plans of Defender',
  },
  recognise: bySigns({
    form: 'text',
    headers: [
      'subscriptionId',
      'recommendationId',
      'recommendationName',
      'recommendationDisplayName',
      'state',
    ],
  }),
  mapping: tableMapping({
    fields: {
      kind: 'cloud',
      rule: 'recommendationName',
      title: 'recommendationDisplayName',
      message: 'description',
      severity: 'severity',
      resource: {
        id: ['resourceId', 'resourceName'],
        type: 'resourceType',
        account: 'subscriptionId',
      },
      externalId: 'recommendationId',
      firstFoundAt: 'firstEvaluationDate',
      references: 'azurePortalRecommendationLink',
      remediation: 'remediationSteps',
      tags: 'controls',
      fingerprints: { azure: 'recommendationId' },
      ruleText: { name: 'recommendationDisplayName', description: 'description', help: 'remediationSteps' },
      skip: (told) => {
        const state = textOf('state', told)?.toLowerCase();
        return state === undefined || state === 'unhealthy'
          ? undefined
          : 'Recommendations that are met or do not apply are not findings.';
      },
    },
  }),
};
