import type { Team } from '../../organisation/pure.ts';

/** Who speaks on ownership. */
export interface Speaker {
  /** For the audit trail and histories. */
  label: string;
  /** Security and admins may decide for every team. */
  forAll: boolean;
  /** Keys of the teams they belong to or lead. */
  teams: ReadonlySet<string>;
}

/** The teams somebody may speak for: where they are a member, and those the registry says they lead. */
export function teamsSpokenFor(
  label: string,
  memberships: readonly { key: string }[],
  teams: readonly Pick<Team, 'key' | 'manager' | 'champion' | 'deputies'>[],
): Set<string> {
  const found = new Set(memberships.map(({ key }) => key));
  const same = (name: string | null) => name !== null && name.toLowerCase() === label.toLowerCase();
  for (const team of teams) {
    if ([team.manager, team.champion, ...team.deputies].some(same)) found.add(team.key);
  }
  return found;
}

/** Why this person cannot take a place for that team at once, in words for them; null = they can. */
export function objectionToTaking({ forAll, teams }: Speaker, team: string): string | null {
  if (forAll || teams.has(team)) return null;
  return `You can take a place for your own team. ${team} is not yours: say “not ours” and ask them, and the place moves when they say yes.`;
}
