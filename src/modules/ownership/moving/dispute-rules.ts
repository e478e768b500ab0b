import { lowestUnitOfBoth, type Registry, type Team, unitAndAbove } from '../../organisation/pure.ts';
import type { Speaker } from './taking.ts';

/** Who decides where no leader does. */
export const SECURITY = 'security';

export interface Arbiter {
  /** A person as the registry names them, or `security`. */
  arbiter: string;
  because: string[];
}

/**
 * Who decides between two teams: the leader of the lowest unit that holds both, or of the next one above that has
 * one; else security.
 * @param to null: nobody knows whose it is instead
 */
export function arbiterOf(registry: Pick<Registry, 'units'>, from: Team, to: Team | null): Arbiter {
  const security = (why: string): Arbiter => ({ arbiter: SECURITY, because: [`security decides: ${why}`] });
  if (!to) return security('no other team is named');
  for (const team of [from, to])
    if (team.unitKey === null) return security(`${team.key} belongs to no business unit`);
  const both = lowestUnitOfBoth(registry.units, from.unitKey, to.unitKey);
  if (!both) return security(`no business unit holds both ${from.key} and ${to.key}`);
  const because: string[] = [];
  for (const unit of unitAndAbove(registry.units, both.key)) {
    const holds = unit === both ? 'the lowest unit that holds' : 'which also holds';
    if (unit.leader !== null) {
      because.unshift(`${unit.leader} decides: leader of ${unit.name}, ${holds} ${from.key} and ${to.key}`);
      return { arbiter: unit.leader, because };
    }
    because.push(`${unit.name} has no leader in the registry`);
  }
  return { arbiter: SECURITY, because: ['security decides: no unit above both has a leader', ...because] };
}

interface Disputed {
  arbiter: string;
  openedBy: string;
  /** Keys of the teams. */
  from: string;
  to: string | null;
}

const isNamed = (label: string, name: string) => label.toLowerCase() === name.toLowerCase();

/** Why somebody cannot say "not ours" of a finding; null = they can. */
export function objectionToOpening(
  { forAll, teams }: Speaker,
  owner: { key: string; unowned: boolean },
): string | null {
  // What nobody owns, anybody may point at somebody with.
  if (forAll || owner.unowned || teams.has(owner.key)) return null;
  return `A member of ${owner.key} or security can say that it is not theirs. If it is your team's, say “this is ours”.`;
}

/** Why somebody cannot decide it so; null = they can. */
export function objectionToDeciding(
  speaker: Speaker,
  dispute: Disputed,
  outcome: 'moved' | 'stays' | 'withdrawn',
  team: string | null,
): string | null {
  if (speaker.forAll || isNamed(speaker.label, dispute.arbiter)) return null;
  // "Ours" settles it.
  if (outcome === 'moved' && team !== null && team === dispute.to && speaker.teams.has(team)) return null;
  if (
    outcome === 'withdrawn' &&
    (isNamed(speaker.label, dispute.openedBy) || speaker.teams.has(dispute.from))
  )
    return null;
  const who = dispute.arbiter === SECURITY ? 'security' : `${dispute.arbiter} or security`;
  const also = dispute.to === null ? '' : `; a member of ${dispute.to} can say that it is theirs`;
  return `This is for ${who} to decide${also}.`;
}
