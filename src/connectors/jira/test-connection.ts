import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { read } from '../kit/api.ts';
import { type Findings, tested } from '../kit/tested.ts';
import { answered, type Jira, jiraOf } from './jira.ts';
import { type JiraPlace, type JiraSettings, placesOf } from './settings.ts';
import {
  type CreateField,
  fieldListShape,
  fieldsShape,
  issueTypesShape,
  permissionsShape,
  personShape,
  serverShape,
} from './shapes.ts';

/** As `Connector.test`. */
export const testJira = (context: ConnectorContext<JiraSettings>): Promise<ConnectionTest> =>
  tested(async (findings) => {
    const jira = jiraOf(context);
    if (!(await testKind(jira, findings))) return;
    const me = read(jira.api, 'the account', await jira.ask('/myself'), personShape);
    findings.say(`tickets are filed by ${me.displayName ?? me.name ?? 'an account without a name'}`);
    const places = placesOf(context.settings);
    if (places.length === 0 && context.settings.others === null)
      findings.missing('no queue is filed here yet: state queues, or others: same key');
    for (const place of places) await testPlace(jira, place, findings);
    await nameSprints(jira, findings);
  });

async function testKind(jira: Jira, { say, missing }: Findings): Promise<boolean> {
  const server = read(jira.api, 'the version', await jira.ask('/serverInfo'), serverShape);
  const isCloud = server.deploymentType === 'Cloud';
  if (isCloud === jira.cloud) {
    say(`Jira ${isCloud ? 'Cloud' : 'Data Center'} ${server.version ?? ''}`.trim());
    return true;
  }
  missing(`this is Jira ${isCloud ? 'Cloud: set kind: cloud' : 'Data Center: set kind: server'}`);
  return false;
}

async function testPlace(jira: Jira, place: JiraPlace, findings: Findings): Promise<void> {
  const { project, issueType } = place;
  const wanted = ['BROWSE_PROJECTS', 'CREATE_ISSUES', 'EDIT_ISSUES', 'ADD_COMMENTS', 'TRANSITION_ISSUES'];
  // Due dates have a permission of their own.
  if (jira.settings.dueDate) wanted.push('SCHEDULE_ISSUES');
  const asked = await jira.ask(`/mypermissions?projectKey=${project}&permissions=${wanted.join(',')}`);
  if (asked.status === 404) {
    findings.missing(`there is no project ${project}, or the account may not see it`);
    return;
  }
  const { permissions } = answered(jira, `permissions in ${project}`, asked, permissionsShape);
  const lacking = wanted.filter((name) => permissions[name]?.havePermission !== true);
  if (lacking.length > 0) {
    const names = lacking.map((name) => `“${permissions[name]?.name ?? name}”`).join(', ');
    findings.missing(`in ${project} the account lacks the permission ${names}`);
  }
  if (lacking.includes('BROWSE_PROJECTS') || lacking.includes('CREATE_ISSUES')) return;
  const types = await jira.ask(`/issue/createmeta/${project}/issuetypes?maxResults=200`);
  const { issueTypes, values } = answered(jira, `the issue types of ${project}`, types, issueTypesShape);
  const known = issueTypes ?? values ?? [];
  const type = known.find(({ name }) => name === issueType);
  if (!type) {
    findings.missing(
      `${project} has no issue type “${issueType}”; it has ${known.map(({ name }) => name).join(', ')}`,
    );
    return;
  }
  testFields(jira.settings, place, await fieldsOf(jira, project, type.id), findings);
}

async function fieldsOf(jira: Jira, project: string, type: string): Promise<CreateField[]> {
  const path = `/issue/createmeta/${project}/issuetypes/${encodeURIComponent(type)}?maxResults=200`;
  const { fields, values } = answered(jira, `the fields of ${project}`, await jira.ask(path), fieldsShape);
  return fields ?? values ?? [];
}

/** Jira refuses a ticket for a field that is required and missing, and for one that its screen does not have. */
function testFields(
  { dueDate, priorities }: JiraSettings,
  { project, issueType, components, fields }: JiraPlace,
  known: CreateField[],
  { missing, say }: Findings,
): void {
  const sent = new Map<string, string>([
    ['summary', ''],
    ['description', ''],
    ['labels', ''],
    ['project', ''],
    ['issuetype', ''],
    ...(components.length > 0 ? ([['components', 'take components out of the queue']] as const) : []),
    ...(dueDate ? ([['duedate', 'set dueDate: false']] as const) : []),
    ...(Object.keys(priorities).length > 0 ? ([['priority', 'set priorities: {}']] as const) : []),
    ...Object.keys(fields).map((id) => [id, 'take it out of fields'] as const),
  ]);
  for (const { fieldId, name, required, hasDefaultValue } of known)
    if (required && !hasDefaultValue && !sent.has(fieldId))
      missing(
        `${issueType} in ${project} requires the field “${name}”: state fields: {${fieldId}: …} of its queue`,
      );
  for (const [id, orElse] of sent)
    if (id !== 'project' && id !== 'issuetype' && !known.some(({ fieldId }) => fieldId === id))
      missing(
        `the screen on which ${issueType} is created in ${project} lacks the field ${id}: add it${orElse && `, or ${orElse}`}`,
      );
  const offered = known.find(({ fieldId }) => fieldId === 'priority')?.allowedValues?.map(({ name }) => name);
  for (const name of new Set(Object.values(priorities)))
    if (offered && !offered.includes(name))
      missing(`${project} has no priority “${name}”; it has ${offered.filter(Boolean).join(', ')}`);
  say(`${project}: tickets are filed as ${issueType}`);
}

const SPRINTS = 'com.pyxis.greenhopper.jira:gh-sprint';

/** Sprints are shown only when somebody says which field holds them. */
async function nameSprints(jira: Jira, { say }: Findings): Promise<void> {
  if (jira.settings.sprintField) return;
  const response = await jira.ask('/field');
  if (response.status !== 200) return;
  const field = read(jira.api, 'the fields', response, fieldListShape).find(
    ({ schema }) => schema?.custom === SPRINTS,
  );
  if (field) say(`for sprints to be shown, set sprintField: ${field.id}`);
}
