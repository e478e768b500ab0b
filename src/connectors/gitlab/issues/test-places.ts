import { read } from '../../kit/api.ts';
import type { Findings } from '../../kit/tested.ts';
import { placesOf } from '../../kit/ticket-places.ts';
import type { Gitlab } from '../gitlab.ts';
import { rulesOf } from './rules.ts';
import { homeShape } from './shapes.ts';

/** More than anybody reads the results of; each costs a request. */
const MAX_PLACES = 100;
/** GitLab's number for the role Reporter ("Roles and permissions"): below it labels are dropped without a word. */
const REPORTER = 20;

/** Whether tickets can be filed where the settings say. */
export async function testPlaces(gitlab: Gitlab, findings: Findings): Promise<void> {
  const places = placesOf(rulesOf(gitlab));
  if (places.length === 0)
    findings.missing('tickets: state a project for each queue, or one for all "others"');
  let fine = 0;
  for (const { place, queues } of places.slice(0, MAX_PLACES)) {
    const name = queues.length > 0 ? `${place} (queue ${queues.slice(0, 5).join(', ')})` : place;
    const problem = await problemOf(gitlab, place, name, findings);
    if (problem === null) fine++;
    else findings.missing(`${name}: ${problem}`);
  }
  if (fine > 0) findings.say(`tickets can be filed in ${fine} of ${places.length} projects`);
}

async function problemOf(
  gitlab: Gitlab,
  place: string,
  name: string,
  { say }: Findings,
): Promise<string | null> {
  const response = await gitlab.ask(`/projects/${encodeURIComponent(place)}`);
  if (response.status === 404)
    return 'the project is not visible to the token: is the path right, and is the token of a member?';
  const home = read(gitlab.api, place, response, homeShape);
  if (home.issues_enabled === false || home.issues_access_level === 'disabled')
    return 'issues are switched off (settings of the project, "Visibility, project features, permissions")';
  if (home.archived) return 'the project is archived and takes no issues';
  const { project_access, group_access } = home.permissions ?? {};
  const levels = [project_access, group_access].flatMap((one) => one?.access_level ?? []);
  if (levels.length > 0 && Math.max(...levels) < REPORTER)
    return 'the token has too little of a role there: Reporter or more is needed';
  if (home.visibility === 'public' && !rulesOf(gitlab).confidential)
    say(`${name} is public and its tickets are not confidential: everybody can read them`);
  return null;
}
