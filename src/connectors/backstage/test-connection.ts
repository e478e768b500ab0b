import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { tested } from '../kit/tested.ts';
import { catalogOf } from './catalog.ts';
import { readBackstage } from './read-backstage.ts';
import type { BackstageSettings } from './settings.ts';

/** As `Connector.test`. */
export const testBackstage = (context: ConnectorContext<BackstageSettings>): Promise<ConnectionTest> =>
  tested(async ({ say, missing }) => {
    const seen = { people: 0, withEmail: 0, teams: 0 };
    for await (const { people, teams, notes } of readBackstage(catalogOf(context), context.settings)) {
      seen.people += people.length;
      seen.withEmail += people.filter(({ email }) => email !== null).length;
      seen.teams += teams.length;
      for (const note of notes ?? []) say(note);
    }
    const { people, withEmail, teams } = seen;
    if (people === 0) missing('the catalog shows no user: does it hold any, and may the token read them?');
    else if (withEmail === 0) missing('no user has spec.profile.email: nobody can be told from another');
    if (teams === 0) missing('the catalog shows no group that is a team: look at "teamTypes"');
    say(`${people} people (${withEmail} with an e-mail) and ${teams} teams are visible`);
  });
