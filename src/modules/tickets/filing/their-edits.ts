import type { RemoteTicket, TicketEdit } from '../../../connectors/connector.ts';
import type { Told } from './next-step.ts';

/** The other side as it was last read; what we told since then is left out, unless it is known how it reads there. */
export type Seen = Partial<RemoteTicket>;

/** Fields in which a person may have a word there. */
const THEIRS = ['title', 'priority', 'dueOn', 'state'] as const;
export type TheirField = (typeof THEIRS)[number];

/** Fields that a person changed there since it was last read. Pure. */
export function theirEdits(there: RemoteTicket, seen: Seen | null, told: Told | null): TheirField[] {
  if (!seen) return [];
  return THEIRS.filter((field) => {
    if (!(field in seen) || there[field] === seen[field]) return false;
    const ours = told?.trying;
    // The tracker calls priorities by names of its own.
    if (field === 'priority') return ours?.priority === undefined;
    return there[field] !== told?.[field] && there[field] !== ours?.[field];
  });
}

/** Whether somebody there may have a word in what is to be changed, so that it is read first. Closing hurts nobody. */
export const needsLook = ({ body: _, state, ...fields }: TicketEdit): boolean =>
  Object.keys(fields).length > 0 || (state !== undefined && state !== 'done');

/** What is left of an edit when people's changes are respected; their labels stay. Pure. */
export function besideTheirs(
  edit: TicketEdit,
  there: RemoteTicket,
  seen: Seen | null,
  told: Told | null,
): TicketEdit {
  const kept: TicketEdit = { ...edit };
  for (const field of theirEdits(there, seen, told)) delete kept[field];
  if (kept.labels) {
    const ours = new Set(told?.labels);
    kept.labels = [...new Set([...there.labels.filter((label) => !ours.has(label)), ...kept.labels])];
  }
  return kept;
}

/** What an edit of ours makes of what was seen. The tracker calls priorities by names of its own: nobody has read that one. */
export const seenAfter = ({
  title,
  dueOn,
  state,
  labels,
  priority,
}: TicketEdit): { forget: string[]; now: Seen } => ({
  forget: priority === undefined ? [] : ['priority'],
  now: {
    ...(title !== undefined && { title }),
    ...(dueOn !== undefined && { dueOn }),
    ...(labels !== undefined && { labels }),
    ...(state !== undefined && { state }),
  },
});
