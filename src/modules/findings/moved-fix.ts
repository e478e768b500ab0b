import type { FixKind } from '../../kernel/finding.ts';
import { type Fix, fixIdOf } from './fixes.ts';

/** A stored finding and the fix that is its own, as far as the identity of a fix rests on them. */
export interface StoredWork {
  fix: Omit<Fix, 'id' | 'kind'> & { kind: FixKind };
  targetId: string;
  /** The tool's own id of the rule. */
  rule: string;
  title: string;
  path: string | null;
  snippet: string | null;
  secretHash: string | null;
  externalId: string | null;
}

/** The same fix for another owner: what `fixOf` says of the observation with that owner. */
export const fixForOwner = (work: StoredWork, ownerTeamId: string): Fix => ({
  ...work.fix,
  id: fixIdOf(work.fix.kind, ownerTeamId, work.targetId, partsOf(work)),
});

function partsOf({ fix, rule, title, path, snippet, secretHash, externalId }: StoredWork) {
  switch (fix.kind) {
    case 'base-image':
      return fix.baseTargetId === null ? [] : ['on', fix.baseTargetId];
    case 'upgrade':
      return [fix.folder, fix.component];
    case 'license':
      return [fix.component];
    case 'rotate':
      return [secretHash ?? `${path ?? undefined}:${snippet ?? undefined}`];
    case 'configure':
      return [rule];
    case 'retest':
      return [rule, externalId ?? title];
    case 'edit':
      return [rule, fix.folder];
  }
}
