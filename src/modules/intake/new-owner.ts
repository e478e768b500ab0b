import type { OwnedFinding } from '../findings/public.ts';
import type { Registry } from '../organisation/public.ts';
import type { MovingDeps } from '../ownership/public.ts';
import type { Whose } from '../ownership/pure.ts';

export type ReOwnDeps = MovingDeps;

export interface TargetOfRepository {
  id: string;
  kind: string;
  key: string;
  repositoryId: string | null;
}

export interface NewOwner extends Whose {
  teamId: string;
  /** What a file chose for tickets; null = the team's own queue. */
  queue: string | null;
}

/** The team that answers, and the queue if a file chose another one than the team's own. */
export function teamAndQueue(
  registry: Registry,
  { team: key, contact }: Whose['owner'],
): Pick<NewOwner, 'teamId' | 'queue'> {
  const team = registry.byKey.get(key) ?? registry.triage;
  return { teamId: team.id, queue: contact.queue === team.queue ? null : contact.queue };
}

/** Whose a stored finding is by what is true now. */
export type Resolver = (finding: OwnedFinding) => NewOwner;

/** A trail that only reads otherwise now, with the same answer from the same source, is the trail of its time. */
export const isElsewhere = (finding: OwnedFinding, { owner, teamId }: NewOwner): boolean =>
  finding.ownerTeamId !== teamId || finding.unowned !== owner.unowned || finding.ownerSource !== owner.source;
