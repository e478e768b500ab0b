import { cleanPath } from '../resolve.ts';

/** How much of a finding's place goes along: its file, its folder with all below, or all. */
export type PlaceScope = 'file' | 'folder' | 'repository';

/** A place that an override speaks of. */
export type OverridePlace = { repositoryId: string; pattern: string } | { resource: string };

export interface FindingPlace {
  repositoryId: string | null;
  target: { kind: string; key: string };
  path: string | null;
}

/** The place of a finding as an override names it. What lies in no repository is named as a resource, whole. */
export function placeOfFinding(finding: FindingPlace, scope: PlaceScope): OverridePlace {
  const { repositoryId, target, path } = finding;
  if (repositoryId === null || target.kind !== 'repository')
    return { resource: `${target.kind}:${target.key}` };
  const clean = path === null ? null : cleanPath(path);
  if (scope === 'repository' || clean === null) return { repositoryId, pattern: '' };
  if (scope === 'file') return { repositoryId, pattern: `/${literal(clean)}` };
  const slash = clean.lastIndexOf('/');
  // The root's own files, not all that lies below.
  return { repositoryId, pattern: slash < 0 ? '/*' : `/${literal(clean.slice(0, slash))}/` };
}

/**
 * A name that means itself in a pattern. Brackets cannot be written there, so any one character stands for
 * each: a name that differs in nothing else is rare.
 */
const literal = (path: string): string => path.replace(/[\\*?]/g, '\\$&').replace(/[[\]]/g, '?');
