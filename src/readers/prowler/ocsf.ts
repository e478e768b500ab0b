import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { manualTag, skipPassed, textsApart } from './status.ts';

/** Detection findings of the Open Cybersecurity Schema Framework, as Prowler 4 and 5 write them. */
export const ocsf: Fields = {
  kind: 'cloud',
  rule: 'metadata.event_code',
  title: ['message', 'finding_info.title'],
  message: 'status_detail',
  severity: { of: 'severity', words: { informational: 'low' } },
  resource: {
    id: ['resources[0].uid', 'resources[0].name'],
    type: 'resources[0].type',
    account: 'cloud.account.uid',
    region: ['cloud.region', 'resources[0].region'],
    labels: 'resources[0].labels',
  },
  externalId: 'finding_info.uid',
  firstFoundAt: ['finding_info.created_time_dt', 'finding_info.created_time'],
  references: allOf('remediation.references[]', 'unmapped.related_url', 'unmapped.additional_urls[]'),
  remediation: 'remediation.desc',
  tags: (told) => [
    ...textsOf('cloud.provider', told),
    ...textsOf('resources[0].group.name', told),
    ...textsOf('unmapped.categories', told),
    ...manualTag('status_code', told),
  ],
  fingerprints: { prowler: 'finding_info.uid' },
  ruleText: {
    name: 'finding_info.title',
    description: textsApart('finding_info.desc', 'risk_details'),
    help: 'remediation.desc',
  },
  told: (told) =>
    textOf('status', told) === 'Suppressed'
      ? { state: 'suppressed', reason: 'Muted in Prowler.' }
      : undefined,
  skip: skipPassed('status_code'),
};
