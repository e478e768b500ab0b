import { useHotkeys } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import type { BulkRequest } from '../../../../contract/bulk.ts';
import { asTexts } from '../../../api/explore.ts';
import type { FindingFilters } from '../../../api/findings.ts';

export interface Selection {
  size: number;
  /** What is chosen, as a bulk change takes it; null = nothing. */
  of: BulkRequest['of'] | null;
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  chooseAll: () => void;
  clear: () => void;
}

/** The finding whose row has the focus. */
function focusedId(): string | null {
  const link = document.activeElement?.closest('a[data-row-link]')?.getAttribute('href');
  return /\/findings\/(fnd_[0-9a-f]{32})/.exec(link ?? '')?.[1] ?? null;
}

interface Chosen {
  /** The filter that showed it. */
  key: string;
  ids: ReadonlySet<string>;
  all: boolean;
}

/** What is chosen of a list; another filter begins anew. `x` chooses the row that has the focus. */
export function useSelection(filters: FindingFilters): Selection {
  const key = JSON.stringify(asTexts(filters));
  const [kept, setKept] = useState<Chosen>({ key, ids: new Set(), all: false });
  const { ids, all } = useMemo<Chosen>(
    () => (kept.key === key ? kept : { key, ids: new Set(), all: false }),
    [kept, key],
  );
  const has = useCallback((id: string) => all || ids.has(id), [all, ids]);
  const toggle = useCallback(
    (id: string) => {
      const after = new Set(ids);
      if (!after.delete(id)) after.add(id);
      setKept({ key, ids: after, all: false });
    },
    [ids, key],
  );
  const clear = () => setKept({ key, ids: new Set(), all: false });
  useHotkeys([
    [
      'x',
      () => {
        const id = focusedId();
        if (id) toggle(id);
      },
    ],
    ['Escape', clear],
  ]);
  return {
    size: ids.size,
    of: all ? { filter: JSON.parse(key) as Record<string, string> } : ids.size > 0 ? { ids: [...ids] } : null,
    has,
    toggle,
    chooseAll: () => setKept({ key, ids, all: true }),
    clear,
  };
}
