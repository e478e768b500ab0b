import type { TicketsChanged } from '../../contract/tickets-changed.ts';
import type { Plan, PlannedFix } from './plan.ts';

type Change = TicketsChanged['changes'][number];

/** Changes that one event tells of. */
const AT_ONCE = 1000;

/**
 * What a plan did that a team may want to hear. Pure.
 * @param made ids of the tickets that were made of it
 */
export function changesOf(
  plan: Plan,
  fixes: readonly PlannedFix[],
  made: readonly string[],
): TicketsChanged['changes'] {
  const known = new Map(fixes.flatMap((fix) => (fix.ticket ? [[fix.ticket.id, fix] as const] : [])));
  const changed = plan.change.flatMap((change): Change[] => {
    const fix = known.get(change.id);
    const before = fix?.ticket;
    if (!before || !fix) return [];
    const told = (what: Change['what']) => [{ ticketId: change.id, what }];
    // What went to another team is told there, as theirs.
    if (change.state === 'closed' && before.state !== 'closed') return fix.movedTo ? [] : told('closed');
    if (change.state !== 'closed' && before.state === 'closed') return told('reopened');
    return change.priority < before.priority ? told('more-urgent') : [];
  });
  return [
    ...made.map((ticketId): Change => ({ ticketId, what: 'opened' })),
    ...changed,
    ...plan.tell.map(({ ticketId }): Change => ({ ticketId, what: 'moved-here' })),
  ];
}

/** As events: one transaction may change thousands. */
export const changeEvents = (changes: TicketsChanged['changes'], at: Date) =>
  Array.from({ length: Math.ceil(changes.length / AT_ONCE) }, (_, index) => ({
    type: 'tickets.changed',
    at: at.toISOString(),
    changes: changes.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  }));
