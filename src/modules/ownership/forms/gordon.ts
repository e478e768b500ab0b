import { z } from 'zod';
import { checkAgainst } from '../../organisation/pure.ts';
import type { OwnerClaim } from './descriptor.ts';
import { type Form, hasKey } from './form.ts';
import { plainLine } from './plain-line.ts';
import { describe } from './reading.ts';

const gordonFile = z.strictObject({
  version: z.literal(1),
  organization: plainLine,
  jira_id: plainLine,
  pagerduty_id: plainLine,
  /** Of the second form, that of companies which were bought. */
  slack_id: plainLine.optional(),
});

/**
 * The two forms of Twilio's published checker. They name no team, but the Jira project and the on-call schedule
 * of one.
 * @see github.com/twilio-labs/gordon, "schemas"
 */
export const gordon: Form = {
  name: 'gordon',
  step: 'about',
  isFile: (path) => /(^|\/)about\.ya?ml$/.test(path),
  recognises: (value) =>
    hasKey(value, 'jira_id', 'pagerduty_id') &&
    hasKey(value, 'version', 'organization') &&
    !hasKey(value, 'apiVersion'),
  read({ path, folder, trees }) {
    const tree = trees[0]!;
    const { value, problems } = checkAgainst(path, tree, gordonFile, { unknownKeys: 'warning' });
    if (!value) return { descriptors: [], problems };
    const { jira_id: jira, pagerduty_id: pagerduty, slack_id: slack } = value;
    const claim: OwnerClaim = {
      by: 'tracker',
      jira,
      oncall: { id: pagerduty, place: tree.locate(['pagerduty_id']), what: `pagerduty_id "${pagerduty}"` },
      pattern: null,
      place: tree.locate(['jira_id']),
      what: `jira_id "${jira}"`,
      source: 'about.yaml (gordon)',
      // The team was found by them; wishes would only be told as not heeded.
      wish: {},
    };
    const wish = { jira: { project: jira }, oncall: { pagerduty }, ...(slack && { slack: { id: slack } }) };
    return {
      descriptors: [describe({ form: 'gordon', file: path, folder, claims: [claim], wish }, {})],
      problems,
    };
  },
};
