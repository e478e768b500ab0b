/** Who speaks on ownership. */
export interface Speaker {
  /** For the audit trail and histories. */
  label: string;
  /** Security and admins may decide for every team. */
  forAll: boolean;
  /** Keys of the teams they belong to or lead. */
  teams: ReadonlySet<string>;
}

/** Why this person cannot take a place for that team at once, in words for them; null = they can. */
export function objectionToTaking({ forAll, teams }: Speaker, team: string): string | null {
  if (forAll || teams.has(team)) return null;
  return `You can take a place for your own team. ${team} is not yours: say “not ours” and ask them, and the place moves when they say yes.`;
}
