import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../test/fakes/context.ts';
import { type FakeJira, fakeJira } from '../../../test/fakes/fake-jira.ts';
import { DEFAULT_FIELDS } from '../../../test/fakes/jira-state.ts';
import { connector } from './index.ts';
import { jiraSettings } from './settings.ts';

let jira: FakeJira;
beforeEach(async () => {
  jira = await fakeJira();
  jira.addProject('PAY');
});
afterEach(() => jira.close());

const test = (more: object = {}) => {
  const queues = { PAY: { project: 'PAY' } };
  const settings = jiraSettings.parse({ url: jira.url, kind: 'cloud', queues, ...more });
  const secrets = { email: 'keeper@acme.example', apiToken: 'jira-fake', accessToken: 'jira-fake' };
  return connector.test(fakeContext(settings, secrets));
};
const missing = async (more?: object) => {
  const { ok, says } = await test(more);
  expect(ok).toBe(false);
  return says[0];
};

describe('the test of a connection to Jira says what it found, and what is missing by its name', () => {
  it('all is there', async () => {
    expect(await test()).toEqual({
      ok: true,
      says: [
        'Jira Cloud 1001.0.0',
        'tickets are filed by keeper',
        'PAY: tickets are filed as Task',
        'for sprints to be shown, set sprintField: customfield_10020',
      ],
    });
  });

  it('the other kind of Jira', async () => {
    jira.state.cloud = false;
    const settings = jiraSettings.parse({ url: jira.url });
    const secrets = { accessToken: 'jira-fake' };
    expect((await connector.test(fakeContext(settings, secrets))).says[0]).toBe(
      'no queue is filed here yet: state queues, or others: same key',
    );
    jira.intercept(({ url }) =>
      url.pathname.endsWith('serverInfo') ? { status: 200, body: { deploymentType: 'Cloud' } } : undefined,
    );
    expect(await connector.test(fakeContext(settings, secrets))).toEqual({
      ok: false,
      says: ['this is Jira Cloud: set kind: cloud'],
    });
  });

  it('a project, a permission, an issue type', async () => {
    expect(await missing({ queues: { X: { project: 'NONE' } } })).toContain('no project NONE');
    expect(await missing({ queues: { X: { project: 'PAY', issueType: 'Bug' } } })).toBe(
      'PAY has no issue type “Bug”; it has Task',
    );
    jira.state.projects.get('PAY')!.lacks.add('TRANSITION_ISSUES').add('SCHEDULE_ISSUES');
    expect(await missing()).toBe(
      'in PAY the account lacks the permission “transition issues”, “schedule issues”',
    );
  });

  it('a field that is required, one that its screen lacks, a priority', async () => {
    const [task] = jira.state.projects.get('PAY')!.types;
    const team = { fieldId: 'customfield_10050', name: 'Team', required: true };
    task!.fields = [...DEFAULT_FIELDS, team];
    expect(await missing()).toBe(
      'Task in PAY requires the field “Team”: state fields: {customfield_10050: …} of its queue',
    );
    const fields = { customfield_10050: { value: 'Payments' } };
    expect((await test({ queues: { PAY: { project: 'PAY', fields } } })).ok).toBe(true);
    task!.fields = DEFAULT_FIELDS.filter(({ fieldId }) => fieldId !== 'duedate');
    expect(await missing()).toContain('lacks the field duedate: add it, or set dueDate: false');
    expect((await test({ dueDate: false })).ok).toBe(true);
    task!.fields = DEFAULT_FIELDS;
    expect(await missing({ priorities: { P0: 'Blocker' } })).toContain(
      'no priority “Blocker”; it has Highest, High',
    );
  });

  it('credentials', async () => {
    const settings = jiraSettings.parse({ url: jira.url, kind: 'cloud' });
    const says = async (secrets: Record<string, string>) =>
      (await connector.test(fakeContext(settings, secrets))).says[0];
    expect(await says({})).toContain('the mail address of an account and its API token');
    expect(await says({ email: 'a', apiToken: 'b' })).toContain('does not accept the credentials');
  });
});

it('queues go to their projects, others to the project of the same key or nowhere', () => {
  const { placeOf } = connector.tickets!;
  const queues = { PAY: { project: 'PAYMENTS' } };
  const url = 'https://acme.atlassian.net';
  expect(placeOf(jiraSettings.parse({ url, queues }), 'PAY')).toBe('PAYMENTS');
  expect(placeOf(jiraSettings.parse({ url, queues }), 'LED')).toBeNull();
  expect(placeOf(jiraSettings.parse({ url, others: 'same key' }), 'LED')).toBe('LED');
  expect(placeOf(jiraSettings.parse({ url, others: 'same key' }), 'not a key')).toBeNull();
  const twice = { A: { project: 'P1' }, B: { project: 'P1', issueType: 'Bug' } };
  expect(jiraSettings.safeParse({ url, queues: twice }).success).toBe(false);
});
