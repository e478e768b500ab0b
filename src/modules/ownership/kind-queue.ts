import type { FindingKind } from '../../kernel/observation.ts';
import type { Registry, Team } from '../organisation/pure.ts';
import type { ResolvedOwner } from './resolve.ts';
import { contactOf } from './team-names.ts';

/**
 * Where nobody owns the place, the security team that takes such findings has them instead of triage. They stay
 * unowned. Of several teams that take a kind, the first by key.
 */
export function queueForKind<Owner extends ResolvedOwner>(
  { teams }: Pick<Registry, 'teams'>,
  owner: Owner,
  kind: FindingKind,
): Owner {
  if (owner.source !== 'security triage') return owner;
  const taker = takerOf(teams, kind);
  if (!taker || taker.key === owner.team) return owner;
  const [first = '', ...others] = owner.because;
  const said = first.slice(`${owner.team}, because `.length);
  return {
    ...owner,
    team: taker.key,
    source: 'security sub-team',
    contact: contactOf(taker),
    because: [
      `${taker.key}, because it takes ${kind} findings of security that nobody owns`,
      said,
      ...others,
    ],
  };
}

const takerOf = (teams: readonly Team[], kind: FindingKind): Team | null =>
  teams
    .filter((team) => team.kind === 'security' && team.retiredAt === null && team.takes.includes(kind))
    .sort((a, b) => (a.key < b.key ? -1 : 1))[0] ?? null;
