import { AppError } from '../../kernel/errors.ts';

/** Who belongs where, all together; a company has far fewer. */
const MAX_MEMBERSHIPS = 5_000_000;

/**
 * Members of each group with those of the groups inside it. Groups may hold each other in a circle. Pure.
 * @param direct ids of people by group
 * @param inside ids of groups by the group that holds them
 * @throws AppError LK-CONNECTION when there are too many
 */
export function withNested(
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  inside: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  let memberships = 0;
  return new Map(
    [...direct.keys()].map((group) => {
      const members = new Set<string>();
      for (const one of withAllInside(group, inside))
        for (const person of direct.get(one) ?? []) members.add(person);
      memberships += members.size;
      if (memberships > MAX_MEMBERSHIPS)
        throw new AppError(
          'LK-CONNECTION',
          `there are more than ${MAX_MEMBERSHIPS} memberships: narrow the filter of teams, or set "nested" to false`,
        );
      return [group, members];
    }),
  );
}

function withAllInside(group: string, inside: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set([group]);
  for (const one of found) for (const inner of inside.get(one) ?? []) found.add(inner);
  return found;
}
