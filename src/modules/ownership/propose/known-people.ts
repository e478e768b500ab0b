/** A person of the list of teams. */
export interface KnownPerson {
  email: string;
  name: string;
  /** Keys of their teams. */
  teams: readonly string[];
}

/** Who of the list wrote a commit. */
export interface KnownPeople {
  find(email: string, name: string): KnownPerson | null;
}

/**
 * By address; else by a name of several words that one person alone has, since code hosts hide addresses
 * (`12345+ann@users.noreply.github.com`).
 */
export function knownPeople(people: readonly KnownPerson[]): KnownPeople {
  const byEmail = new Map(people.map((person) => [person.email.toLowerCase(), person]));
  const byName = Map.groupBy(people, ({ name }) => folded(name));
  return {
    find(email, name) {
      const known = byEmail.get(email.toLowerCase());
      if (known) return known;
      const namesakes = name.trim().includes(' ') ? (byName.get(folded(name)) ?? []) : [];
      return namesakes.length === 1 ? namesakes[0]! : null;
    },
  };
}

const folded = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
