import { DateTime } from 'luxon';
import type { NoticeKind } from '../../contract/notify.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { countWords, KIND_WORDS, LIST_PATHS, TOLD_ORDER } from './notice-words.ts';
import type { DueTicket, UntoldNotice } from './store.ts';
import { escaped, link, listed, oneLine } from './words.ts';

/** Lines of a section; the rest is a link away. */
const LINES = 5;
/** Of a title: what matters most comes first. */
const TITLE_PARTS = 4;

export interface DigestFacts {
  /** Of the team, or of the person. */
  name: string;
  which: 'daily' | 'weekly';
  notices: readonly UntoldNotice[];
  /** Empty for a person. */
  due: readonly Omit<DueTicket, 'teamId'>[];
  timeZone: string;
  /** Of the page, without a slash at its end. */
  url: string;
  /** Where the whole list is: `/tickets?team=payments`. */
  listPath: string;
}

/** One message instead of one for each thing; null: there is nothing to say. A daily one needs news. Pure. */
export function digestText(facts: DigestFacts): { title: string; body: string } | null {
  const groups = groupsOf(facts.notices);
  if (groups.size === 0 && (facts.which === 'daily' || facts.due.length === 0)) return null;
  const overdue = facts.due.filter((one) => one.overdue);
  const soon = facts.due.filter((one) => !one.overdue);
  const total = (tickets: typeof facts.due) => tickets[0]?.total ?? 0;
  const told = new Set<string>();
  const more: More = (shown, all, path = facts.listPath) =>
    all > shown ? [`- … and ${all - shown} more: ${link('see all', `${facts.url}${path}`)}`] : [];
  const dueSection = (title: string, tickets: typeof facts.due): string[] => {
    const shown = tickets.slice(0, LINES);
    for (const { key } of shown) told.add(key);
    return section(title, [
      ...shown.map((one) => ticketLine(facts, one)),
      ...more(shown.length, total(tickets)),
    ]);
  };
  const body = [
    ...dueSection('Overdue', overdue),
    ...dueSection('Due within a week', soon),
    ...[...groups].flatMap(([kind, notices]) => noticeSection(facts, kind, notices, told, more)),
    `${link('All tickets', `${facts.url}${facts.listPath}`)} · ${link('What you hear, and when', `${facts.url}/notify`)}`,
  ];
  const counts = [
    ...(overdue.length > 0 ? [`${total(overdue)} overdue`] : []),
    ...(soon.length > 0 ? [`${total(soon)} due within a week`] : []),
    ...[...groups].map(([kind, notices]) => countWords(kind, notices.length)),
  ];
  const most = counts.length > TITLE_PARTS ? [...counts.slice(0, TITLE_PARTS - 1), 'more'] : counts;
  return { title: `${oneLine(facts.name)}: ${listed(most)}`, body: body.join('\n\n') };
}

type More = (shown: number, all: number, path?: string) => string[];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`**${title}**`, lines.join('\n')];

function noticeSection(
  facts: DigestFacts,
  kind: NoticeKind,
  notices: readonly UntoldNotice[],
  told: ReadonlySet<string>,
  more: More,
): string[] {
  if (kind === 'closed') return [`**${KIND_WORDS.closed}: ${notices.length}.** Thank you.`];
  const untold = notices.filter(({ name }) => !told.has(name)).toSorted(mostUrgentFirst);
  const shown = untold.slice(0, LINES);
  return section(KIND_WORDS[kind], [
    ...shown.map((notice) => noticeLine(facts, notice)),
    ...more(shown.length, untold.length, LIST_PATHS[kind]),
  ]);
}

const mostUrgentFirst = (a: UntoldNotice, b: UntoldNotice): number =>
  (a.ticket?.priority ?? 0) - (b.ticket?.priority ?? 0);

/**
 * By what happened, each ticket once, where it matters most. What was closed in the meantime is only that. Pure.
 */
function groupsOf(notices: readonly UntoldNotice[]): Map<NoticeKind, UntoldNotice[]> {
  const best = new Map<string, UntoldNotice>();
  for (const notice of notices) {
    const isOver = notice.ticket?.state === 'closed';
    const kind: NoticeKind = isOver ? 'closed' : notice.kind;
    // It was closed, and is open again: that is told as such.
    if (notice.kind === 'closed' && !isOver) continue;
    const key = notice.ticketId ?? [notice.kind, notice.name, notice.title, notice.path].join(' ');
    const before = best.get(key);
    if (!before || TOLD_ORDER.indexOf(kind) <= TOLD_ORDER.indexOf(before.kind))
      best.set(key, { ...notice, kind });
  }
  const byKind = Map.groupBy(best.values(), ({ kind }) => kind);
  return new Map(
    TOLD_ORDER.flatMap((kind) => (byKind.has(kind) ? [[kind, byKind.get(kind)!] as const] : [])),
  );
}

export function noticeLine(
  { url, timeZone }: Pick<DigestFacts, 'url' | 'timeZone'>,
  { name, title, text, path, ticket, kind }: UntoldNotice,
): string {
  if (!ticket)
    return `- ${link(name, `${url}${path}`)} ${escaped(title)}${text ? ` – ${escaped(text)}` : ''}`;
  const { priority, dueAt } = ticket;
  const line = ticketLine(
    { url, timeZone },
    { key: name, title: ticket.title, priority, dueAt: dueAt ? new Date(dueAt) : null },
  );
  return kind === 'due' && text ? `${line}  \n  ${escaped(text)}` : line;
}

interface TicketFacts {
  key: string;
  title: string;
  priority: number;
  dueAt: Date | null;
  overdue?: boolean;
}

function ticketLine(
  { url, timeZone }: Pick<DigestFacts, 'url' | 'timeZone'>,
  { key, title, priority, dueAt, overdue }: TicketFacts,
): string {
  const due = dueAt === null ? '' : `, ${overdue ? 'was due' : 'due'} on ${dayWords(dueAt, timeZone)}`;
  return `- ${link(key, `${url}/tickets/${encodeURIComponent(key)}`)} ${escaped(title)} (${PRIORITIES[priority] ?? 'P4'}${due})`;
}

const dayWords = (at: Date, timeZone: string): string =>
  DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en-GB').toFormat('d LLLL');
