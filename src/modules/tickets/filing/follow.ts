import type { Place } from './trackers.ts';

/** A ticket or an ask that was made or changed, with its filing, if it has one. */
export interface Followed {
  id: string;
  queue: string;
  /** It wants to be done; what is closed is not filed. */
  open: boolean;
  filing: FilingPlace | null;
}

export interface FilingPlace {
  id: string;
  /** Null: that connection was removed. */
  connectionId: string | null;
  system: string;
  place: string;
  state: 'wanted' | 'filed' | 'left';
  remoteId: string | null;
  begun: string | null;
}

/** What follows for filings. */
export interface Following {
  /** To be filed. */
  file: { ownerId: string; place: Place }[];
  /** Filed nowhere yet, or where no connection leads any more: they go to another place. */
  take: { filingId: string; place: Place; same: boolean }[];
  /** There is something to tell. */
  tell: string[];
}

/** Pure. @param places of queues; a queue without one stays with us */
export function follow(followed: readonly Followed[], places: ReadonlyMap<string, Place>): Following {
  const result: Following = { file: [], take: [], tell: [] };
  for (const { id, queue, open, filing } of followed) {
    const place = places.get(queue);
    if (!filing) {
      if (place && open) result.file.push({ ownerId: id, place });
    } else if (place && open && goesElsewhere(filing, place)) {
      const same = filing.system === place.system && filing.place === place.place;
      result.take.push({ filingId: filing.id, place, same });
    } else if (filing.connectionId !== null && filing.state !== 'left') {
      result.tell.push(filing.id);
    }
  }
  return result;
}

/** What was never filed goes where its queue leads now; what is filed stays, as long as somebody leads there. */
function goesElsewhere(filing: FilingPlace, place: Place): boolean {
  if (filing.connectionId === null) return true;
  const unfiled = filing.state === 'wanted' && filing.remoteId === null && filing.begun === null;
  return unfiled && (filing.connectionId !== place.connectionId || filing.place !== place.place);
}
