import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import { unexpected } from '../kit/api.ts';
import { lackingPermissions, ourUser } from './permissions.ts';
import type { Redmine } from './redmine.ts';
import { errorsShape, projectShape } from './shapes.ts';

const MAX_WORDS = 600;

/** What Redmine does not take as it is, in its own words. */
export function refusal(what: string, response: HttpResponse): AppError {
  const { status } = response;
  const refused = (words: string) =>
    new AppError('LK-REFUSED', `Redmine does not take ${what}: ${words}`.slice(0, MAX_WORDS));
  if (status === 422) return refused(wordsOf(response) ?? 'it does not say why');
  if (status === 413) return refused('it is too large');
  if (status === 403)
    return refused('our account may not do this, or the project is closed or archived (403)');
  return unexpected({ name: 'Redmine' }, what, response);
}

/** `{"errors": ["Severity cannot be blank"]}`, in the language of our account. */
function wordsOf(response: HttpResponse): string | null {
  try {
    return errorsShape.parse(response.json()).errors.join('; ') || null;
  } catch {
    return null;
  }
}

/**
 * Why a ticket cannot be created in a project. Of one that takes none from us, for whatever reason, Redmine says only
 * that the project, the tracker and the status "cannot be blank": the project itself tells which.
 */
export async function createRefusal(
  redmine: Redmine,
  project: string,
  response: HttpResponse,
): Promise<AppError> {
  if (response.status !== 422 && response.status !== 403) return refusal('the ticket', response);
  return (await projectTrouble(redmine, project)) ?? refusal(`the ticket in ${project}`, response);
}

/** What keeps tickets out of a project; null when nothing is seen from outside. */
export async function projectTrouble(redmine: Redmine, project: string): Promise<AppError | null> {
  const refused = (words: string) => new AppError('LK-REFUSED', words);
  const answer = await redmine.get(`/projects/${encodeURIComponent(project)}.json?include=enabled_modules`);
  if (answer.status === 404) return refused(`Redmine has no project ${project}`);
  if (answer.status === 403)
    return refused(`the project ${project} is archived, or our account is not a member of it`);
  const found = redmine.read(`the project ${project}`, answer, projectShape).project;
  if (found.status === 5) return refused(`the project ${project} is closed`);
  if (found.enabled_modules?.every(({ name }) => name !== 'issue_tracking'))
    return refused(`the module “Issue tracking” is switched off in the project ${project}`);
  const lacking = await lackingPermissions(redmine, await ourUser(redmine), found.id);
  if (lacking.length > 0)
    return refused(`our account needs in the project ${project} the permissions: ${lacking.join(', ')}`);
  return null;
}
