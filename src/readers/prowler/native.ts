import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { manualTag, mutedBy, skipPassed, textsApart } from './status.ts';

/** Version 3's list. */
export const native: Fields = {
  kind: 'cloud',
  rule: 'CheckID',
  title: 'CheckTitle',
  message: 'StatusExtended',
  // A check that failed is more than information.
  severity: { of: 'Severity', words: { informational: 'low' } },
  resource: {
    id: ['ResourceArn', 'ResourceId'],
    type: 'ResourceType',
    account: ['AccountId', 'SubscriptionId', 'ProjectId'],
    region: ['Region', 'Location'],
    labels: 'ResourceTags',
  },
  externalId: 'FindingUniqueId',
  firstFoundAt: 'AssessmentStartTime',
  references: allOf('Remediation.Recommendation.Url', 'RelatedUrl'),
  remediation: 'Remediation.Recommendation.Text',
  tags: (told) => [
    ...textsOf('ServiceName', told),
    ...textsOf('Categories[]', told),
    ...manualTag('Status', told),
  ],
  fingerprints: { prowler: 'FindingUniqueId' },
  ruleText: {
    name: 'CheckTitle',
    description: textsApart('Description', 'Risk'),
    help: 'Remediation.Recommendation.Text',
  },
  skip: skipPassed('Status'),
};

const adviceOf = textsApart(
  'REMEDIATION_RECOMMENDATION_TEXT',
  'REMEDIATION_CODE_CLI',
  'REMEDIATION_CODE_TERRAFORM',
);

const SAME = ['PROVIDER', 'CHECK_ID', 'ACCOUNT_UID', 'REGION', 'RESOURCE_UID', 'STATUS', 'STATUS_EXTENDED'];

/** Rows that say the same of the same resource; those of version 2 name none. */
export const sameRow = (told: Told): string | undefined =>
  textOf('RESOURCE_UID', told) && JSON.stringify(SAME.map((header) => textOf(header, told)));

/** Rows of version 3 and later, separated by semicolons. */
export const nativeTable: Fields = {
  kind: 'cloud',
  rule: 'CHECK_ID',
  title: 'CHECK_TITLE',
  message: 'STATUS_EXTENDED',
  severity: { of: 'SEVERITY', words: { informational: 'low' } },
  resource: {
    id: ['RESOURCE_UID', 'RESOURCE_ARN', 'RESOURCE_ID', 'RESOURCE_NAME'],
    type: 'RESOURCE_TYPE',
    account: ['ACCOUNT_UID', 'ACCOUNT_ID'],
    region: 'REGION',
    labels: 'RESOURCE_TAGS',
  },
  externalId: ['FINDING_UID', 'FINDING_UNIQUE_ID'],
  firstFoundAt: ['TIMESTAMP', 'ASSESSMENT_START_TIME'],
  references: (told) => [
    ...textsOf('REMEDIATION_RECOMMENDATION_URL', told),
    ...textsOf('RELATED_URL', told),
    ...(textOf('ADDITIONAL_URLS', told) ?? '').split(' | '),
  ],
  // The page that tells how, where the row itself does not.
  remediation: (told) => adviceOf(told) || textOf('REMEDIATION_RECOMMENDATION_URL', told),
  tags: (told) => [
    ...textsOf('PROVIDER', told),
    ...textsOf('SERVICE_NAME', told),
    ...(textOf('CATEGORIES', told) ?? '').split(/\s*[|,]\s*/),
    ...manualTag('STATUS', told),
  ],
  fingerprints: { prowler: ['FINDING_UID', 'FINDING_UNIQUE_ID'] },
  ruleText: {
    name: 'CHECK_TITLE',
    description: textsApart('DESCRIPTION', 'RISK'),
    help: 'REMEDIATION_RECOMMENDATION_TEXT',
  },
  told: mutedBy('MUTED'),
  skip: skipPassed('STATUS'),
};
