import { byAge, type Correlatable } from './correlatable.ts';

/**
 * Who leads a group. One that leads already goes on leading, so that its ticket and its history stay; else the one
 * with the best evidence, then the oldest. Whoever is excepted leads only where all are: the others are still work.
 */
export function leaderOf(members: readonly Correlatable[]): Correlatable {
  const open = members.filter((member) => member.open);
  const eligible = open.length > 0 ? open : members;
  const followed = new Set(members.map(({ leadId }) => leadId));
  // Who keeps another's fix took over from one that was fixed, though nobody else was left to follow.
  const leading = eligible.filter(
    ({ id, leadId, ownFixId }) => leadId === null && (followed.has(id) || ownFixId !== null),
  );
  return (leading.length > 0 ? leading : eligible).toSorted(byEvidence)[0]!;
}

const byEvidence = (a: Correlatable, b: Correlatable): number => b.evidence - a.evidence || byAge(a, b);
