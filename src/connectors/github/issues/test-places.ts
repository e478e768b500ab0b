import { AppError } from '../../../kernel/errors.ts';
import { OUR_LABEL } from '../../kit/issue-labels.ts';
import type { Findings } from '../../kit/tested.ts';
import { placesOf } from '../../kit/ticket-places.ts';
import { accountOf, type Github } from '../access.ts';
import { readHome, writerOf } from './homes.ts';
import { rulesOf } from './rules.ts';
import type { Home } from './shapes.ts';

/** More than anybody reads the results of; each costs a request. */
const MAX_PLACES = 100;
const EVENTS = ['issues', 'issue_comment'];

/** Whether tickets can be filed where the settings say. */
export async function testPlaces(github: Github, findings: Findings): Promise<void> {
  const places = placesOf(rulesOf(github));
  if (places.length === 0)
    findings.missing('tickets: state a repository for each queue, or one for all "others"');
  if (github.app)
    await testInstallations(
      github,
      places.map(({ place }) => place),
      findings,
    );
  let fine = 0;
  for (const { place, queues } of places.slice(0, MAX_PLACES)) {
    const name = queues.length > 0 ? `${place} (queue ${queues.slice(0, 5).join(', ')})` : place;
    if (await testPlace(github, place, name, findings)) fine++;
  }
  if (fine > 0) findings.say(`tickets can be filed in ${fine} of ${places.length} repositories`);
}

async function testInstallations(
  github: Github,
  places: string[],
  { missing, say }: Findings,
): Promise<void> {
  const owners = new Set(places.map((place) => place.split('/')[0]!.toLowerCase()));
  const used = (await github.installations()).filter((one) => owners.has(accountOf(one).toLowerCase()));
  for (const one of used) {
    if (one.permissions?.['issues'] !== 'write')
      missing(`${accountOf(one)}: the permission "Issues: write" is missing`);
    const silent = EVENTS.filter((event) => !one.events?.includes(event));
    if (silent.length > 0)
      say(
        `${accountOf(one)}: webhooks are not sent for ${silent.join(', ')}; changes of tickets are seen later`,
      );
  }
}

async function testPlace(github: Github, place: string, name: string, findings: Findings): Promise<boolean> {
  const home = await readHome(github, place).catch((error) => {
    if (!(error instanceof AppError) || error.code !== 'LK-REFUSED') throw error;
    findings.missing(`${name}: ${error.message}`);
    return null;
  });
  if (!home) return false;
  if (home.has_issues === false) {
    findings.missing(`${name}: issues are switched off (settings of the repository, "Features")`);
    return false;
  }
  if (home.archived) {
    findings.missing(`${name}: the repository is archived and takes no issues`);
    return false;
  }
  if (home.private === false) findings.say(`${name} is public: everybody can read its tickets`);
  return github.app ? true : mayWrite(github, home, name, findings);
}

/**
 * A token tells nothing of "Issues: write", so our label is made, which is needed anyway: 422 says that it is there
 * already. Without the right to set labels GitHub drops them without a word.
 */
async function mayWrite(github: Github, home: Home, name: string, { missing }: Findings): Promise<boolean> {
  const { permissions } = home;
  if (permissions && !permissions['triage'] && !permissions['push']) {
    missing(`${name}: the token's owner may not set labels there: the role "Triage" or more is needed`);
    return false;
  }
  const { status } = await github.ask(
    await writerOf(github, home.full_name),
    `/repos/${home.full_name}/labels`,
    {
      method: 'POST',
      body: JSON.stringify({ name: OUR_LABEL, color: '1f6feb', description: 'Filed by Lanekeeper' }),
    },
  );
  if (status === 201 || status === 422) return true;
  missing(`${name}: the token lacks "Issues: write" (answer ${status})`);
  return false;
}
