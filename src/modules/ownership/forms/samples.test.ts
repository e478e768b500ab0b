import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDescriptor } from './forms.ts';

/** What we take for a file of another tool is one by that tool's own schema, where that is at hand. */
describe('our samples of other forms', () => {
  const service = {
    'schema-version': 'v2.2',
    'dd-service': 'cart',
    team: 'shop',
    application: 'checkout',
    tier: 'High',
    type: 'web',
    lifecycle: 'sandbox',
    contacts: [{ type: 'slack', contact: 'https://acme.slack.com/archives/C0123ABCD' }],
    integrations: {
      pagerduty: { 'service-url': 'https://acme.pagerduty.com/service-directory/PCART1' },
      opsgenie: { 'service-url': 'https://acme.opsgenie.com/service/12-ab' },
    },
  };
  const gordon = { version: 1, organization: 'your-organization', jira_id: 'PAY', pagerduty_id: 'PABC' };
  const eighteenF = {
    name: 'cart',
    full_name: 'The cart',
    description: 'a',
    impact: 'b',
    owner_type: 'project',
    stage: 'live',
    type: 'app',
    parent: 'shop',
    testable: true,
    licenses: {},
    team: [{ github: 'ann', role: 'lead' }],
    contact: [{ url: 'mailto:shop@acme.example', text: 'Shop' }],
  };

  it.for([
    ['data/ownership/datadog-service-v2.2.schema.json', service, 'dd-service', 'service.datadog.yaml'],
    ['data/ownership/18f-about-yml.schema.json', eighteenF, 'stage', '.about.yml'],
    ['fixtures/twilio-labs/gordon/default_schema.json', gordon, 'jira_id', 'about.yaml'],
    [
      'fixtures/twilio-labs/gordon/acquisition_schema.json',
      { ...gordon, organization: 'acquisition-1', slack_id: 'C01' },
      'slack_id',
      'about.yaml',
    ],
  ] as const)('fit %s (skipped where ../shared is absent)', ([name, sample, needed, file], { skip }) => {
    const path = `../shared/${name}`;
    if (!existsSync(path)) skip('../shared is absent');
    const schema = z.fromJSONSchema(withoutConditions(JSON.parse(readFileSync(path, 'utf8'))));
    expect(readDescriptor(file, JSON.stringify(sample))).toMatchObject({ problems: [], descriptors: [{}] });
    expect(schema.safeParse(sample).error?.issues ?? []).toEqual([]);
    const { [needed]: _, ...rest } = sample as Record<string, unknown>;
    expect(schema.safeParse(rest).success).toBe(false);
  });
});

/** zod reads neither conditions nor the oldest dialect; neither decides anything here. */
const withoutConditions = (schema: unknown) =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      ['if', 'then', 'else', '$schema', 'uniqueItems'].includes(key) ? undefined : value,
    ).replaceAll(/(["/])definitions(["/])/g, '$1$$defs$2'),
  );

describe('the full example of the Security Insights specification', () => {
  it('is read as it is (skipped where ../shared is absent)', ({ skip }) => {
    const file = '../shared/data/ownership/security-insights-example-full.yml';
    if (!existsSync(file)) skip('../shared is absent');
    const content = readFileSync(file, 'utf8');
    const reviewed = /last-reviewed: '([\d-]+)'/.exec(content)?.[1];
    const champion = /champions:[^@]*?email:\s+(\S+)/.exec(content)?.[1];
    expect(champion).toContain('@');
    expect(readDescriptor('SECURITY-INSIGHTS.yml', content)).toMatchObject({
      form: 'SECURITY-INSIGHTS',
      descriptors: [
        {
          reviewed,
          champions: [champion],
          service: { lifecycle: 'production', bugBounty: { inScope: true } },
        },
      ],
      problems: [],
    });
  });
});
