import { PRIORITIES } from '../../kernel/decision.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { type Findings, tested } from '../kit/tested.ts';
import { forget, prioritiesOf, projectOf, statusesOf } from './known.ts';
import { ourUser } from './permissions.ts';
import { type Redmine, redmineOf } from './redmine.ts';
import { projectTrouble } from './refusal.ts';
import { placesOf, type RedmineSettings } from './settings.ts';
import { fieldsShape } from './shapes.ts';

/** As `Connector.test`. */
export const testRedmine = (context: ConnectorContext<RedmineSettings>): Promise<ConnectionTest> =>
  tested(async (findings) => {
    const redmine = redmineOf(context);
    forget(redmine);
    await testKey(redmine, findings);
    const places = placesOf(redmine.settings);
    if (places.length === 0) findings.missing('no project is stated: state `queues`, or `others`');
    for (const { project, tracker } of places) await testProject(redmine, project, tracker, findings);
    await testNames(redmine, findings);
    if (redmine.settings.referenceField) await testField(redmine, redmine.settings.referenceField, findings);
  });

async function testKey(redmine: Redmine, { say }: Findings): Promise<void> {
  const user = await ourUser(redmine).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'LK-CONNECTION') throw error;
    throw new AppError(
      'LK-CONNECTION',
      'Redmine does not accept the API key: it is wrong, its account is locked, or “Enable REST web service” is off (Administration, Settings, API)',
    );
  });
  say(`signed in as ${[user.firstname, user.lastname].filter(Boolean).join(' ') || user.login || user.id}`);
}

async function testProject(
  redmine: Redmine,
  name: string,
  tracker: string | undefined,
  { missing, say }: Findings,
): Promise<void> {
  const trouble = await projectTrouble(redmine, name);
  if (trouble) return missing(trouble.message);
  const project = await projectOf(redmine, name);
  if (!project) return;
  const trackers = project.trackers.map((one) => one.name).join(', ');
  if (!trackers) return missing(`the project ${name} has no tracker`);
  if (tracker !== undefined && !project.trackers.some((one) => one.name === tracker))
    return missing(`the project ${name} has no tracker “${tracker}”; it has: ${trackers}`);
  say(`tickets can be filed in ${name}`);
}

async function testNames(redmine: Redmine, { missing, say }: Findings): Promise<void> {
  const priorities = (await prioritiesOf(redmine)).map(({ name }) => name);
  for (const priority of PRIORITIES) {
    const name = redmine.settings.priorities[priority];
    if (name !== undefined && !priorities.includes(name))
      missing(`Redmine has no priority “${name}” (${priority}); it has: ${priorities.join(', ')}`);
  }
  const statuses = await statusesOf(redmine);
  const { open, inProgress, done } = redmine.settings.statuses;
  for (const [name, closed] of [
    [open, false],
    [inProgress, false],
    [done, true],
  ] as const) {
    if (name === undefined) continue;
    const found = statuses.find((one) => one.name === name);
    if (!found) missing(`Redmine has no status “${name}”`);
    else if (found.isClosed !== closed)
      missing(`the status “${name}” ${closed ? 'does not close' : 'closes'} a ticket in Redmine`);
  }
  if (!statuses.some(({ isClosed }) => isClosed)) missing('Redmine has no status that closes a ticket');
  else say(`${statuses.length} statuses, ${priorities.length} priorities`);
}

async function testField(redmine: Redmine, field: number, { missing, say }: Findings): Promise<void> {
  const answer = await redmine.get('/custom_fields.json');
  if (answer.status === 403)
    return say(`only an administrator sees whether there is a custom field ${field}`);
  const { custom_fields: fields } = redmine.read('the custom fields', answer, fieldsShape);
  if (!fields.some(({ id }) => id === field)) missing(`Redmine has no custom field with the number ${field}`);
}
