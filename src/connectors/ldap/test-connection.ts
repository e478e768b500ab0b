import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { tested } from '../kit/tested.ts';
import { readLdap } from './read-ldap.ts';
import type { LdapSettings } from './settings.ts';

/** As `Connector.test`: signs in and reads, because only reading shows what an account may see. */
export const testLdap = ({ settings, secrets }: ConnectorContext<LdapSettings>): Promise<ConnectionTest> =>
  tested(async ({ say, missing }) => {
    const seen = { people: 0, withEmail: 0, teams: 0, members: 0 };
    for await (const piece of readLdap(settings, secrets['password'] ?? '')) {
      seen.people += piece.people.length;
      seen.withEmail += piece.people.filter(({ email }) => email !== null).length;
      seen.teams += piece.teams.length;
      for (const { members } of piece.teams) seen.members += members.length;
    }
    const { people, withEmail, teams, members } = seen;
    if (people === 0)
      missing(
        `nobody is found below ${settings.people.base}: look at its base and filter, and at what ${settings.bindDn} may read`,
      );
    else if (withEmail === 0)
      missing('nobody has an e-mail that we see: state the attribute that holds it in people.email');
    if (teams === 0) missing(`no group is found below ${settings.teams.base}: look at its base and filter`);
    else if (people > 0 && members === 0)
      missing('no group has a member that we know: state teams.member, or people.memberOf');
    say(`${people} people (${withEmail} with an e-mail) and ${teams} groups are visible`);
  });
