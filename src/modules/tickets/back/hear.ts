import type { RemoteComment, RemoteTicket } from '../../../connectors/connector.ts';

type RemoteState = RemoteTicket['state'];

/** The fields as we told them last; a title or priority that is null is not known. */
export interface Told {
  title: string | null;
  state: RemoteState;
  /** `2026-11-30` */
  dueOn: string | null;
  priority: string | null;
}

/** What was read there last, and what had been told by then. */
export interface Seen
  extends Pick<
    RemoteTicket,
    'title' | 'state' | 'status' | 'assignee' | 'dueOn' | 'priority' | 'sprint' | 'updatedAt'
  > {
  basis?: Partial<Told>;
}

/** A ticket or an ask of ours as it stands. */
export interface Ours {
  title: string;
  state: RemoteState;
  /** A scan or a person of ours closed it: what is told there does not open it by itself. */
  closed: boolean;
  dueOn: string | null;
  assignee: string | null;
  edited: readonly string[];
}

export interface Filed {
  /** Null: nothing was told so far. */
  told: Partial<Told> | null;
  /** Null: it was never read. */
  seen: Seen | null;
  /** Ids of comments there that stand on both sides already. */
  known: ReadonlySet<string>;
}

/** What changes on our side. */
export interface Heard {
  /** Taken over, by field. */
  ours: Partial<Pick<Ours, 'title' | 'state' | 'dueOn' | 'assignee'>> & { sprint?: string | null };
  /** Changed there by a person: never overwritten from now on. */
  edited: string[];
  /** What is known to stand there now, so that it is neither told again nor taken for an edit. */
  told: Partial<Told>;
  seen: Seen;
  /** We closed it, and a person opened it there again: said once. */
  reopenedThere: boolean;
  /** Written by people since the last time, oldest first. */
  comments: RemoteComment[];
}

/**
 * What a look at the tracker changes on our side. A field that stands there as we told it, or as it was read before, is
 * nobody's edit; what differs is a person's. Pure; hearing the same again changes nothing.
 */
export function hear(
  filed: Filed,
  ours: Ours,
  remote: RemoteTicket,
  comments: readonly RemoteComment[],
): Heard {
  const told = filed.told ?? {};
  const heard: Heard = {
    ours: {},
    edited: [],
    told: {},
    seen: seenOf(remote, told),
    reopenedThere: false,
    comments: comments.filter(({ id, marker }) => marker === null && !filed.known.has(id)),
  };
  hearTitle(heard, filed, ours, remote);
  hearDueOn(heard, filed, ours, remote);
  hearState(heard, filed, ours, remote);
  hearAssignee(heard, filed, ours, remote);
  const { seen } = filed;
  // Priorities have other names there: only that somebody chose another one can be known.
  const known = told.priority != null && seen?.basis?.priority === told.priority;
  if (seen && known && remote.priority !== seen.priority) heard.edited.push('priority');
  if (remote.sprint !== (seen?.sprint ?? null)) heard.ours.sprint = remote.sprint;
  heard.edited = heard.edited.filter((field) => !ours.edited.includes(field));
  // What is known of it now counts as told: the next look begins from here.
  heard.seen.basis = { ...told, ...heard.told };
  return heard;
}

export const seenOf = (remote: RemoteTicket, told: Partial<Told>): Seen => ({
  title: remote.title,
  state: remote.state,
  status: remote.status,
  assignee: remote.assignee,
  dueOn: remote.dueOn,
  priority: remote.priority,
  sprint: remote.sprint,
  updatedAt: remote.updatedAt,
  basis: { ...told },
});

/** It stands as it did, and nothing else was told since. */
const unmoved = (field: 'title' | 'dueOn' | 'state', { told, seen }: Filed, remote: RemoteTicket): boolean =>
  seen !== null && seen.basis?.[field] === told?.[field] && remote[field] === seen[field];

function hearTitle(heard: Heard, filed: Filed, ours: Ours, remote: RemoteTicket): void {
  const told = filed.told?.title ?? null;
  if (told === null || unmoved('title', filed, remote)) return;
  if (isCutOf(remote.title, told)) return;
  // The fate of an act may be unknown: what we want to say is ours, too.
  if (isCutOf(remote.title, ours.title)) {
    heard.told.title = ours.title;
    return;
  }
  const title = remote.title.trim();
  if (title === '') return;
  heard.ours.title = title;
  heard.told.title = title;
  heard.edited.push('title');
}

/** Trackers cut long titles and smooth spaces. */
const SURELY_CUT = 100;
function isCutOf(there: string, said: string): boolean {
  const [a, b] = [smooth(there), smooth(said)];
  if (a === b) return true;
  const start = a.replace(/(?:…|\.\.\.)$/, '').trimEnd();
  return start.length >= SURELY_CUT && b.startsWith(start);
}
const smooth = (text: string): string => text.replace(/\s+/g, ' ').trim();

function hearDueOn(heard: Heard, filed: Filed, ours: Ours, remote: RemoteTicket): void {
  const told = filed.told?.dueOn;
  if (told === undefined || unmoved('dueOn', filed, remote)) return;
  if (remote.dueOn === told) return;
  if (remote.dueOn === ours.dueOn) {
    heard.told.dueOn = remote.dueOn;
    return;
  }
  // Where there are no dates, none was taken away.
  if (remote.dueOn === null && (filed.seen?.dueOn ?? null) === null) return;
  heard.told.dueOn = remote.dueOn;
  heard.edited.push('dueAt');
  // Whoever takes the date away there does not take it away here.
  if (remote.dueOn !== null) heard.ours.dueOn = remote.dueOn;
}

function hearState(heard: Heard, filed: Filed, ours: Ours, remote: RemoteTicket): void {
  const told = filed.told?.state ?? 'open';
  if (remote.state === told) return;
  // Opened there after a scan had closed it, and called done here since: the word there is the newer state.
  const stillOpened = told === 'done' && ours.state === 'done' && !ours.closed;
  if (unmoved('state', filed, remote) && !stillOpened) return;
  if (remote.state === ours.state) {
    heard.told.state = remote.state;
    return;
  }
  // Where there is no such state, "in progress" stays open.
  if (told === 'in-progress' && remote.state === 'open' && (filed.seen?.state ?? 'open') === 'open') return;
  if (ours.closed) {
    // Not yet told that it is closed: the act is on its way.
    if (told !== 'done') heard.told.state = remote.state;
    else heard.reopenedThere = !(filed.seen?.basis?.state === 'done' && filed.seen.state !== 'done');
    return;
  }
  heard.ours.state = remote.state;
  heard.told.state = remote.state;
}

function hearAssignee(heard: Heard, { seen }: Filed, ours: Ours, remote: RemoteTicket): void {
  const name = remote.assignee?.name ?? null;
  const before = seen?.assignee?.name ?? null;
  if (name === before || name === ours.assignee) return;
  // Nobody there does not take away whom people named here.
  if (name === null && ours.assignee !== before) return;
  if (seen === null && ours.assignee !== null) return;
  heard.ours.assignee = name;
  heard.edited.push('assignee');
}
