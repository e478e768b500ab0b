/** A listed repository beside what we know of it. */
export interface ListedBeside {
  /** The code host's id, and what it calls the repository now. */
  hostId: string;
  key: string;
  /** The row that has this id at this connection. */
  own: { id: string; key: string } | null;
  /** The row that has this name, if it is another one. */
  namesake: { id: string; hostId: string | null; connectionId: string | null } | null;
}

/** What becomes of each repository of a page. Every one of them is in exactly one list. */
export interface Placed<Listed extends ListedBeside> {
  /** Unknown until now. */
  added: Listed[];
  /** Rows that are the listed repository, under whatever name they had. */
  known: (Listed & { id: string })[];
  /** Known under both names: the row with the present name goes on, the other one is archived. */
  doubled: (Listed & { id: string; left: string })[];
  /** The name belongs to a repository of another connection, which came first. */
  taken: Listed[];
  /** The name belongs to another repository of this connection: renamed or gone, which only the whole list tells. */
  undecided: Listed[];
}

/**
 * Decides by the code host's id first and by the name second: a rename keeps the row, and a repository that was
 * known before the connection was made is taken up by it.
 * @param gone ids that the code host lists no more; null while that is not known
 */
export function placeListed<Listed extends ListedBeside>(
  connectionId: string,
  listed: readonly Listed[],
  gone: ReadonlySet<string> | null,
): Placed<Listed> {
  // A name gets free when the row that has it is placed, too; one that has to wait makes others wait.
  let moving = new Set(listed.map(({ hostId }) => hostId));
  for (;;) {
    const placed = placeOnce(connectionId, listed, moving, gone);
    const waiting = new Set([...placed.taken, ...placed.undecided].map(({ hostId }) => hostId));
    const still = new Set([...moving].filter((hostId) => !waiting.has(hostId)));
    if (still.size === moving.size) return placed;
    moving = still;
  }
}

function placeOnce<Listed extends ListedBeside>(
  connectionId: string,
  listed: readonly Listed[],
  moving: ReadonlySet<string>,
  gone: ReadonlySet<string> | null,
): Placed<Listed> {
  const placed: Placed<Listed> = { added: [], known: [], doubled: [], taken: [], undecided: [] };
  for (const one of listed) {
    const { own, namesake } = one;
    const itself = () => (own ? placed.known.push({ ...one, id: own.id }) : placed.added.push(one));
    if (!namesake) itself();
    else if (namesake.connectionId !== null && namesake.connectionId !== connectionId) placed.taken.push(one);
    else if (namesake.connectionId === null || namesake.hostId === null || gone?.has(namesake.hostId)) {
      if (own) placed.doubled.push({ ...one, id: namesake.id, left: own.id });
      else placed.known.push({ ...one, id: namesake.id });
    } else if (moving.has(namesake.hostId)) itself();
    else placed.undecided.push(one);
  }
  return placed;
}
