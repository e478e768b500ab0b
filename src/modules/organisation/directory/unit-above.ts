import type { DirectoryGroup } from '../../../connectors/connector.ts';
import { keyOfName } from '../scim/group.ts';
import type { NamedUnit } from '../store-directory.ts';
import type { Notes } from './content.ts';
import { plain } from './people.ts';

/**
 * The unit that the nearest of the groups above a team means, by key or name, whatever the case. Nothing above
 * the first that could be several units is asked: it would be a guess. Pure; each group is looked at once.
 * @param told all that the directory knows; a circle among them ends where it closes
 * @returns null where none above means a unit
 */
export function unitAbove(
  units: readonly NamedUnit[],
  told: Iterable<DirectoryGroup>,
  notes: Notes,
): (team: DirectoryGroup) => NamedUnit | null {
  const groups = new Map([...told].map((group) => [group.id, group]));
  const byKey = named(units, ({ key }) => key);
  const byName = named(units, ({ name }) => name);
  const known = new Map<string, NamedUnit | null>();
  return (team) => (team.parent === null ? null : meantFrom(team.parent));

  function meantFrom(first: string): NamedUnit | null {
    const way: string[] = [];
    let unit: NamedUnit | null = null;
    for (let at = groups.get(first); at; at = groups.get(at.parent ?? '')) {
      const before = known.get(at.id);
      if (before !== undefined) {
        unit = before;
        break;
      }
      way.push(at.id);
      // Whoever comes by again, in a circle, finds that it means none.
      known.set(at.id, null);
      const hits = meant(at);
      if (hits.length > 1)
        notes.add(
          `${plain(at.name)} could be the unit ${hits.map(({ key }) => key).join(' or ')}; new teams below it get none.`,
        );
      if (hits.length === 1) unit = hits[0]!;
      if (hits.length > 0) break;
    }
    for (const id of way) known.set(id, unit);
    return unit;
  }

  function meant({ key, name, aliases }: DirectoryGroup): NamedUnit[] {
    const names = [key, keyOfName(key), name, ...aliases].map(folded);
    for (const called of [byKey, byName]) {
      const hits = new Set(names.flatMap((one) => called.get(one) ?? []));
      if (hits.size > 0) return [...hits];
    }
    return [];
  }
}

function named(units: readonly NamedUnit[], nameOf: (unit: NamedUnit) => string): Map<string, NamedUnit[]> {
  const called = new Map<string, NamedUnit[]>();
  for (const unit of units) {
    const name = folded(nameOf(unit));
    called.set(name, [...(called.get(name) ?? []), unit]);
  }
  return called;
}

const folded = (name: string) => name.trim().toLowerCase();
