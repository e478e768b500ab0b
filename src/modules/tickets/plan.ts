/** A fix as it stands now, with the ticket it has, if any. */
export interface PlannedFix {
  id: string;
  title: string;
  state: 'open' | 'closed';
  /** Whose statement closed it or opened it again, in words; null = a scan did. */
  stateBecause: string | null;
  /** `owner`, `hold`, or the queue that policy names. */
  route: string;
  ownerTeamId: string;
  /** The team that works on the queue that policy names; null where none does, or policy names none. */
  routeTeamId: string | null;
  /** What a file chose among the queues that the team may use, else the team's own. */
  ownerQueue: string;
  openFindings: number;
  exploited: number;
  /** Somebody says that it is done, and no scan has looked since. */
  claimed: boolean;
  priority: number;
  dueAt: Date | null;
  ticket: ExistingTicket | null;
  /** Closed because its findings have another owner: where the work went. */
  movedTo: MovedTo | null;
}

export interface MovedTo {
  team: string;
  /** Null while there is none. */
  ticket: { id: string; key: string } | null;
  /** Nobody gets a ticket before a fix appears. */
  held: boolean;
}

export interface ExistingTicket {
  id: string;
  /** PAY-12 */
  key: string;
  title: string;
  state: 'open' | 'in-progress' | 'claimed-fixed' | 'closed';
  priority: number;
  dueAt: Date | null;
  findings: number;
  /** What a person changed: never overwritten. */
  edited: string[];
  assignee: string | null;
}

export interface TicketDraft {
  fixId: string;
  teamId: string;
  queue: string;
  title: string;
  priority: number;
  dueAt: Date | null;
  findings: number;
}

export interface TicketChange {
  id: string;
  title: string;
  priority: number;
  dueAt: Date | null;
  findings: number;
  state: ExistingTicket['state'];
  /** Said on the ticket when something happened that its reader should know. */
  comment: string | null;
  /** The ticket that the comment speaks of. */
  about: string | null;
}

export interface Plan {
  create: TicketDraft[];
  change: TicketChange[];
  /** Said on tickets that change in nothing else. */
  tell: { ticketId: string; text: string; about: string | null }[];
}

/** Step 7 of the line: one ticket per fix and owner. Pure; the same state gives the same plan, then none. */
export function plan(fixes: readonly PlannedFix[]): Plan {
  const result: Plan = { create: [], change: [], tell: [] };
  for (const fix of fixes) {
    if (!fix.ticket) {
      // What waits for a fix to appear is visible as waiting; nobody gets a ticket they cannot act on.
      if (fix.state === 'open' && fix.route !== 'hold') result.create.push(draft(fix));
      continue;
    }
    if (waitsForNewTicket(fix)) continue;
    const change = changeOf(fix, fix.ticket);
    if (change) result.change.push(change);
    const there = fix.movedTo?.ticket;
    if (there && change?.state === 'closed')
      result.tell.push({ ticketId: there.id, text: movedHere(fix.ticket), about: fix.ticket.id });
  }
  return result;
}

/** The ticket is closed with the name of the one that follows it, so that one is made first. */
const waitsForNewTicket = ({ state, movedTo }: PlannedFix): boolean =>
  state === 'closed' && movedTo !== null && movedTo.ticket === null && !movedTo.held;

const movedAway = ({ team, ticket }: MovedTo): string =>
  ticket
    ? `Moved to ${ticket.key}: this is with ${team} now, by the same date. Nothing is left to do here. Thank you.`
    : `Moved: this is with ${team} now, who get a ticket when there is something for them to do. Nothing is left to do here. Thank you.`;

const movedHere = ({ key, assignee }: ExistingTicket): string =>
  `Moved here from ${key}, with its date.${assignee ? ` ${assignee} worked on it there and may know more.` : ''}`;

const draft = (fix: PlannedFix): TicketDraft => ({
  fixId: fix.id,
  teamId: fix.routeTeamId ?? fix.ownerTeamId,
  queue: fix.route === 'owner' ? fix.ownerQueue : fix.route,
  title: ticketTitle(fix),
  priority: fix.priority,
  dueAt: fix.dueAt,
  findings: fix.openFindings,
});

function changeOf(fix: PlannedFix, ticket: ExistingTicket): TicketChange | null {
  const open = fix.state === 'open';
  const kept = (field: string) => ticket.edited.includes(field);
  const wanted: TicketChange = {
    id: ticket.id,
    // A closed ticket keeps saying what it was about.
    title: open && !kept('title') ? ticketTitle(fix) : ticket.title,
    // What a person calls it in a tracker is left to them there; here it follows from the policy.
    priority: open ? fix.priority : ticket.priority,
    dueAt: open && !kept('dueAt') ? fix.dueAt : ticket.dueAt,
    findings: open ? fix.openFindings : ticket.findings,
    state: ticket.state,
    comment: null,
    about: null,
  };
  if (!open && ticket.state !== 'closed') {
    wanted.state = 'closed';
    wanted.about = fix.movedTo?.ticket?.id ?? null;
    wanted.comment = fix.movedTo
      ? movedAway(fix.movedTo)
      : fix.stateBecause
        ? `Closed: ${fix.stateBecause}. The evidence is on the finding. Thank you.`
        : 'Verified: the newest scan no longer counts any of it. Thank you.';
  } else if (open && ticket.state === 'closed') {
    wanted.state = 'open';
    wanted.comment = `It is back: ${fix.stateBecause ?? `a scan found it again (${count(fix.openFindings, 'finding')})`}.`;
  } else if (open && ticket.state === 'claimed-fixed' && !fix.claimed) {
    wanted.state = 'open';
    wanted.comment = `Thank you for working on it. The newest scan still sees ${stillSeen(fix, ticket)}, so this is open again.`;
  } else if (open && fix.priority < ticket.priority) {
    wanted.comment = `More urgent now: P${fix.priority} instead of P${ticket.priority}.`;
  }
  return differs(wanted, ticket) ? wanted : null;
}

const differs = (wanted: TicketChange, ticket: ExistingTicket): boolean =>
  wanted.title !== ticket.title ||
  wanted.priority !== ticket.priority ||
  wanted.dueAt?.getTime() !== ticket.dueAt?.getTime() ||
  wanted.findings !== ticket.findings ||
  wanted.state !== ticket.state;

/** What to do, and what it buys: "Upgrade lodash to 4.17.21 in acme/shop: 12 findings, 3 exploited". */
function ticketTitle(fix: Pick<PlannedFix, 'title' | 'openFindings' | 'exploited'>): string {
  const exploited = fix.exploited > 0 ? `, ${fix.exploited} exploited` : '';
  return fix.openFindings > 1 || exploited
    ? `${fix.title}: ${count(fix.openFindings, 'finding')}${exploited}`
    : fix.title;
}

/** "2 of 5 findings": what was done counts, too. */
const stillSeen = ({ openFindings }: PlannedFix, { findings }: ExistingTicket): string =>
  openFindings < findings
    ? `${openFindings} of ${count(findings, 'finding')}`
    : count(openFindings, 'finding');

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
