import type { RemoteTicket, TicketEdit } from '../../../connectors/connector.ts';
import type { Priority } from '../../../kernel/decision.ts';

/** Fields of which both sides speak. */
export const FIELDS = ['title', 'body', 'priority', 'dueOn', 'labels'] as const;
export type Field = (typeof FIELDS)[number];

/** What the other side is to say. */
export interface Wanted {
  title: string;
  /** Markdown. */
  body: string;
  /** Of the body. */
  digest: string;
  priority: Priority;
  /** `2026-11-30` */
  dueOn: string | null;
  labels: string[];
  /** Null: as it is there. Somebody says that it is done, and no scan has verified it. */
  state: RemoteTicket['state'] | null;
  /** Changed by a person, there or here: not told. */
  edited: readonly (Field | string)[];
  /** Ids of comments of ours that were not told, oldest first. */
  comments: readonly string[];
}

/** The fields as we told them last, or took them over from there; null, or left out: not known. */
export interface Told extends Partial<Fields> {
  /** Being told: begun, and nobody knows whether it was done. */
  trying?: Partial<Fields>;
}

/** What both sides say. */
export interface Fields {
  title: string;
  /** Digest of the body. */
  body: string | null;
  priority: Priority | null;
  dueOn: string | null;
  labels: string[];
  state: RemoteTicket['state'];
}

/** How far the other side was told. */
export interface Side {
  state: 'wanted' | 'filed' | 'left';
  remoteId: string | null;
  /** `create`, or the id of a comment: begun, and nobody knows how it ended. */
  begun: string | null;
  told: Told | null;
}

export type Step =
  /** Was it created? */
  | { do: 'find' }
  | { do: 'create' }
  | { do: 'update'; edit: TicketEdit; told: Partial<Fields> }
  /** Does the comment stand there? */
  | { do: 'look'; comment: string }
  | { do: 'comment'; comment: string };

/**
 * The next thing to do towards the other side; null: it was told everything. Pure. Each step is recorded before the
 * next is asked for, so that it does not matter where one who performs them dies.
 */
export function nextStep(wanted: Wanted, side: Side): Step | null {
  if (side.state === 'left') return null;
  if (side.remoteId === null) {
    if (side.begun === 'create') return { do: 'find' };
    return wanted.state === 'done' ? null : { do: 'create' };
  }
  const told = side.told ?? { state: 'open' };
  const update = updateOf(wanted, told);
  if (update) return update;
  const [comment] = wanted.comments;
  if (comment !== undefined) return { do: side.begun === comment ? 'look' : 'comment', comment };
  // Last of all: some trackers take no comment on what is closed.
  if (wanted.state === 'done' && told.state !== 'done')
    return { do: 'update', edit: { state: 'done' }, told: { state: 'done' } };
  return null;
}

/** What differs from what was told. What is done keeps saying what it was about. */
function updateOf(wanted: Wanted, told: Told): Extract<Step, { do: 'update' }> | null {
  if (wanted.state === 'done' || (wanted.state === null && told.state === 'done')) return null;
  const fields = FIELDS.filter((field) => !wanted.edited.includes(field) && differs(field, wanted, told));
  const state = wanted.state !== null && wanted.state !== told.state ? { state: wanted.state } : {};
  if (fields.length === 0 && state.state === undefined) return null;
  return {
    do: 'update',
    edit: { ...picked(wanted, fields), ...state },
    told: { ...picked(toldOf(wanted, 'open'), fields), ...state },
  };
}

function differs(field: Field, wanted: Wanted, told: Told): boolean {
  if (field === 'body') return wanted.digest !== told.body;
  if (field === 'labels') return wanted.labels.join('\n') !== told.labels?.join('\n');
  return wanted[field] !== told[field];
}

export const picked = <From extends object, Key extends keyof From>(from: From, keys: readonly Key[]) =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<From, Key>;

/** What is known while fields are being told: neither what stood there, nor what is to stand there, is certain. */
export function trying({ trying: before, ...told }: Told, now: Partial<Fields>): Told {
  const known: Told = { ...told };
  for (const field of Object.keys(now) as (keyof Fields)[]) delete known[field];
  return { ...known, trying: { ...before, ...now } };
}

/** And once they were told. What else was tried is told again, as it is not known. */
export const toldNow = ({ trying: _, ...told }: Told, now: Partial<Fields>): Told => ({ ...told, ...now });

/** What is known to stand there once everything was told. */
export const toldOf = (wanted: Wanted, state: RemoteTicket['state']): Fields => ({
  title: wanted.title,
  body: wanted.digest,
  priority: wanted.priority,
  dueOn: wanted.dueOn,
  labels: wanted.labels,
  state,
});

/** What is known of a ticket that was found there: its text and priority are not. */
export const toldOfFound = (found: RemoteTicket): Told => ({
  title: found.title,
  body: null,
  priority: null,
  dueOn: found.dueOn,
  labels: found.labels,
  state: found.state,
});
