import type { Fields } from '../kit/declare/fields.ts';
import { stateOf } from './state.ts';

/** A control that found something, for one resource. */
export const issue: Fields = {
  kind: 'cloud',
  rule: ['Control ID', 'Title'],
  title: 'Title',
  severity: 'Severity',
  resource: {
    id: ['Resource external ID', 'Resource Name'],
    type: 'Resource Type',
    account: 'Subscription ID',
    region: 'Resource Region',
    labels: 'Resource Tags',
  },
  externalId: 'Issue ID',
  fingerprints: { wiz: 'Issue ID' },
  firstFoundAt: 'Created At',
  references: 'Wiz URL',
  remediation: 'Remediation Recommendation',
  tags: ['Resource Platform'],
  told: stateOf('Status', ['Resolution', 'Note']),
  ruleText: { name: 'Title', description: 'Description', help: 'Remediation Recommendation' },
};
