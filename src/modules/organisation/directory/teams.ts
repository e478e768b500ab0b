import type { DirectoryGroup, DirectoryTeam } from '../../../connectors/connector.ts';
import { keyOfName } from '../scim/group.ts';
import type { NamedTeam, NamedUnit, TeamLink } from '../store-directory.ts';
import { TeamNames } from '../team-by-name.ts';
import type { Notes } from './content.ts';
import { plain } from './people.ts';

export interface TeamsPlan {
  /** The directory's id -> the database's, of teams that work. */
  ids: Map<string, string>;
  links: TeamLink[];
  added: { id: string; key: string; name: string; queue: string; mail: string | null; unit: string | null }[];
  /** Retired before, and named again. */
  takenUp: string[];
  /** Named before and no longer. */
  gone: NamedTeam[];
  leftOut: number;
}

/**
 * Which team the directory means: the one it named so before, else the one called so by key, name or alias, else
 * a new one where that is wished for. Pure.
 * @param unitOf the unit that a new team is in
 */
export function planTeams(
  known: readonly NamedTeam[],
  told: readonly DirectoryTeam[],
  newTeams: boolean,
  unitOf: (team: DirectoryGroup) => Pick<NamedUnit, 'id'> | null,
  newId: () => string,
  notes: Notes,
): TeamsPlan {
  const names = new TeamNames(known);
  const keys = new Set(known.map(({ key }) => key));
  const byExternalId = new Map(
    known.flatMap((team) => (team.externalId === null ? [] : [[team.externalId, team]])),
  );
  const plan: TeamsPlan = { ids: new Map(), links: [], added: [], takenUp: [], gone: [], leftOut: 0 };
  const meant = new Map<string, string>();
  for (const one of told) {
    const team = byExternalId.get(one.id) ?? called(one) ?? made(one);
    if (!team || meant.has(team.id)) {
      if (team)
        notes.add(
          `${plain(one.name)} means the team ${team.key}, as ${meant.get(team.id)} does; it is left out.`,
        );
      plan.leftOut++;
      continue;
    }
    meant.set(team.id, plain(one.name));
    plan.links.push({
      team: team.id,
      externalId: one.id,
      name: plain(one.name) || team.key,
      aliases: ownAliases(one, team),
    });
    // Who retired it by hand has the last word while the directory only repeats itself.
    const stays = team.retired && team.externalId === one.id;
    if (team.retired && !stays) plan.takenUp.push(team.id);
    if (!stays) plan.ids.set(one.id, team.id);
  }
  plan.gone = known.filter((team) => team.linked && !meant.has(team.id));
  return plan;

  function called(one: DirectoryTeam): NamedTeam | null {
    const hit = names.find([one.key, keyOfName(one.key), one.name, ...one.aliases]);
    if (hit.found === 'several')
      notes.add(`${plain(one.name)} could be ${hit.keys.join(' or ')}; it is left out.`);
    return hit.found === 'one' ? hit.team : null;
  }

  function made(one: DirectoryTeam): NamedTeam | null {
    const key = keyOfName(one.key || one.name);
    if (!newTeams || keys.has(key)) return null;
    const [id, name] = [newId(), plain(one.name) || key];
    const unit = unitOf(one)?.id ?? null;
    plan.added.push({ id, key, name, queue: key.toUpperCase(), mail: one.mail && plain(one.mail), unit });
    const team = {
      id,
      key,
      name,
      aliases: [],
      managedBy: '',
      retired: false,
      linked: false,
      externalId: null,
    };
    names.add(team);
    keys.add(key);
    return team;
  }

  /** A handle that means another team already would mean neither. */
  function ownAliases(one: DirectoryTeam, team: NamedTeam): string[] {
    return [...new Set(one.aliases.map(plain))].filter((alias) => {
      const hit = names.find([alias]);
      return alias !== '' && (hit.found === 'none' || (hit.found === 'one' && hit.team.id === team.id));
    });
  }
}
