import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDescriptor } from './forms.ts';

const FIRST = 'version: 1\norganization: acme\njira_id: PAY\npagerduty_id: PABC\n';
const read = (content: string) => readDescriptor('about.yaml', content);

describe('the forms of the checker gordon', () => {
  it('name a project and a schedule, each with its place', () => {
    expect(read(FIRST)).toMatchObject({
      form: 'gordon',
      descriptors: [
        {
          claims: [
            {
              by: 'tracker',
              jira: 'PAY',
              place: { line: 3, column: 10 },
              oncall: { id: 'PABC', place: { line: 4, column: 15 } },
            },
          ],
          wish: { jira: { project: 'PAY' }, oncall: { pagerduty: 'PABC' } },
        },
      ],
      problems: [],
    });
  });

  it('in the second form name a channel, too', () => {
    expect(read(`${FIRST}slack_id: C01\n`)).toMatchObject({
      descriptors: [{ wish: { slack: { id: 'C01' } } }],
      problems: [],
    });
  });

  it.each([
    ['version: 1\norganization: acme\njira_id: PAY', { code: 'missing-key' }],
    [FIRST.replace('version: 1', 'version: 2'), { code: 'wrong-value', line: 1 }],
    [FIRST.replace('PAY', '[a]'), { code: 'wrong-value', line: 3 }],
    [FIRST.replace('PAY', '"a\\nb"'), { code: 'wrong-value', line: 3 }],
  ])('of which something is wrong (%j) are ours and invalid', (content, problem) => {
    expect(read(content)).toMatchObject({ form: 'gordon', descriptors: [], usable: false });
    expect(read(content).problems[0]).toMatchObject({ level: 'error', ...problem });
  });

  it('with a misspelt key say which was meant', () => {
    const { problems } = read(FIRST.replace('pagerduty_id', 'pagerdutty_id'));
    expect(problems).toMatchObject([
      { level: 'warning', code: 'unknown-key', line: 4, suggestion: 'pagerduty_id' },
      { level: 'error', code: 'missing-key' },
    ]);
  });

  it('read a recorded file as it is (skipped where ../shared is absent)', ({ skip }) => {
    const file = '../shared/fixtures/twilio-labs/gordon/about.yaml';
    if (!existsSync(file)) skip('../shared is absent');
    const content = readFileSync(file, 'utf8');
    const field = (key: string) => new RegExp(`^${key}: (.*)$`, 'm').exec(content)?.[1]?.trim();
    expect(field('jira_id')).toBeTruthy();
    expect(read(content)).toMatchObject({
      form: 'gordon',
      descriptors: [{ claims: [{ jira: field('jira_id'), oncall: { id: field('pagerduty_id') } }] }],
      problems: [],
    });
  });
});
