import { BROAD, CHILDREN_OF } from './cwe-parents.ts';

export type CweRelation = 'same' | 'parent-child' | 'none';

interface Hierarchy {
  parents: ReadonlyMap<number, readonly number[]>;
  broad: ReadonlySet<number>;
}

let held: Hierarchy | null = null;

/** Unpacked when it is first asked for: most processes never need it. */
function hierarchy(): Hierarchy {
  held ??= {
    parents: parentsOf(CHILDREN_OF),
    broad: new Set(BROAD.split(/\s+/).filter(Boolean).map(Number)),
  };
  return held;
}

function parentsOf(packed: string): Map<number, number[]> {
  const parents = new Map<number, number[]>();
  for (const entry of packed.split(/\s+/).filter(Boolean)) {
    const [parent, children = ''] = entry.split('<');
    for (const child of children.split(',').map(Number)) {
      const known = parents.get(child);
      if (known) known.push(Number(parent));
      else parents.set(child, [Number(parent)]);
    }
  }
  return parents;
}

/**
 * How two CWE numbers relate in the Research view. One step up or down counts. Two steps count only where the
 * weakness between them is a base or a variant: those tell the same mistake in more or less detail (CWE-24, `../`, by
 * way of CWE-23, relative path, to CWE-22, path traversal). Through a class or a pillar everything is soon related to
 * everything: SQL injection (CWE-89) and template injection are both grandchildren of CWE-74.
 */
function relationOf(a: number, b: number): CweRelation {
  if (a === b) return 'same';
  return isAncestor(a, b) || isAncestor(b, a) ? 'parent-child' : 'none';
}

/** Never more than two steps, so a cycle in the data does no harm. */
function isAncestor(ancestor: number, of: number): boolean {
  const { parents, broad } = hierarchy();
  const direct = parents.get(of) ?? [];
  return (
    direct.includes(ancestor) ||
    direct.some((between) => !broad.has(between) && (parents.get(between) ?? []).includes(ancestor))
  );
}

export interface CweMatch {
  relation: CweRelation;
  /** The two numbers that relate best; null when there are none that do. */
  by: [number, number] | null;
}

const UNRELATED: CweMatch = { relation: 'none', by: null };

/** The closest relation between two lists; a tool that names none says nothing. */
export function closestOf(a: readonly number[], b: readonly number[]): CweMatch {
  let best = UNRELATED;
  for (const one of a) {
    for (const other of b) {
      const relation = relationOf(one, other);
      if (relation === 'same') return { relation, by: [one, other] };
      if (relation === 'parent-child' && best === UNRELATED) best = { relation, by: [one, other] };
    }
  }
  return best;
}
