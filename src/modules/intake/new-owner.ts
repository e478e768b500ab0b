import type { Owner } from '../../kernel/owner.ts';
import type { OwnedFinding } from '../findings/public.ts';
import type { MovingDeps } from '../ownership/public.ts';
import type { OwnershipMap } from '../ownership/pure.ts';

export type ReOwnDeps = MovingDeps;

export interface TargetOfRepository {
  id: string;
  kind: string;
  key: string;
  repositoryId: string | null;
}

export interface NewOwner {
  owner: Owner;
  teamId: string;
}
/** Whose a stored finding is by what is true now. */
export interface Resolver {
  (finding: OwnedFinding): NewOwner;
  map: OwnershipMap;
}

/** A trail that only reads otherwise now, with the same answer from the same source, is the trail of its time. */
export const isElsewhere = (finding: OwnedFinding, { owner, teamId }: NewOwner): boolean =>
  finding.ownerTeamId !== teamId || finding.unowned !== owner.unowned || finding.ownerSource !== owner.source;
