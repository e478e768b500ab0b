import type { OwnedFinding } from '../findings/public.ts';
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
}

/** Whose a stored finding is by what is true now. */
export type Resolver = (finding: OwnedFinding) => NewOwner;

/** A trail that only reads otherwise now, with the same answer from the same source, is the trail of its time. */
export const isElsewhere = (finding: OwnedFinding, { owner, teamId }: NewOwner): boolean =>
  finding.ownerTeamId !== teamId || finding.unowned !== owner.unowned || finding.ownerSource !== owner.source;
