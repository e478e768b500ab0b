import type { Fields, Spec } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { skipPassed } from './status.ts';

/** `[check114] Ensure hardware MFA …`: the check, then what it asks. */
const checkOf = (control: Spec) => (told: Told) => /^\[(\w+)\]/.exec(textOf(control, told) ?? '')?.[1];
const askedBy = (control: Spec) => (told: Told) => textOf(control, told)?.replace(/^\[\w+\]\s*/, '');

/** Version 2's lines of JSON. */
export const old: Fields = {
  kind: 'cloud',
  rule: (told) => checkOf('Control')(told) ?? textOf('Control ID', told),
  title: askedBy('Control'),
  message: 'Message',
  severity: { of: 'Severity', words: { informational: 'low' } },
  resource: {
    id: ['Resource ID', 'Account Number'],
    type: 'Service',
    account: 'Account Number',
    region: 'Region',
  },
  firstFoundAt: 'Timestamp',
  references: 'Doc link',
  remediation: 'Remediation',
  tags: (told) => [
    ...textsOf('Control ID', told),
    ...textsOf('Service', told),
    ...textsOf('CAF Epic', told),
    ...textsOf('Compliance', told),
  ],
  ruleText: { name: askedBy('Control'), description: 'Risk', help: 'Remediation' },
  skip: skipPassed('Status'),
};

/** Version 2's rows. */
export const oldTable: Fields = {
  kind: 'cloud',
  rule: (told) => checkOf('TITLE_TEXT')(told) ?? textOf('TITLE_ID', told),
  title: askedBy('TITLE_TEXT'),
  message: 'CHECK_RESULT_EXTENDED',
  // A check that failed is more than information.
  severity: { of: 'CHECK_SEVERITY', words: { informational: 'low' } },
  resource: {
    id: ['CHECK_RESOURCE_ID', 'ACCOUNT_NUM'],
    type: 'CHECK_ASFF_RESOURCE_TYPE',
    account: 'ACCOUNT_NUM',
    region: 'REGION',
  },
  references: 'CHECK_DOC',
  remediation: 'CHECK_REMEDIATION',
  tags: (told) => [
    ...textsOf('TITLE_ID', told),
    ...textsOf('CHECK_SERVICENAME', told),
    ...textsOf('CHECK_CAF_EPIC', told),
  ],
  ruleText: { name: askedBy('TITLE_TEXT'), description: 'CHECK_RISK', help: 'CHECK_REMEDIATION' },
  skip: skipPassed('CHECK_RESULT'),
};
