import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { DateTime } from 'luxon';
import { toPublicId } from '../../../kernel/ids.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { TicketTemplate } from '../templates/render-ticket.ts';
import type { Side, Told, Wanted } from './next-step.ts';
import type { Seen } from './their-edits.ts';
import { askWords, ticketWords } from './words.ts';

/** The other side of a ticket or an ask, as we know it. */
export interface Filing extends Side {
  id: string;
  ticketId: string | null;
  askId: string | null;
  connectionId: string | null;
  place: string;
  remoteKey: string | null;
  remoteUrl: string | null;
  told: Told | null;
  seen: Seen | null;
  wantedRev: number;
  toldRev: number;
  refiled: number;
  commentsSince: Date | null;
}

/** Null: its ticket was deleted. */
export async function loadFiling(db: Kysely<DB>, id: string): Promise<Filing | null> {
  const { rows } = await sql<Filing>`
    select id, ticket_id as "ticketId", ask_id as "askId", connection_id as "connectionId", place, state,
      remote_id as "remoteId", remote_key as "remoteKey", remote_url as "remoteUrl", begun, told, seen,
      wanted_rev as "wantedRev", told_rev as "toldRev", refiled, comments_since as "commentsSince"
    from filing where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** `tkt_…` or `ask_…`: by it, what was filed is found again. */
export const markerOf = ({ ticketId, askId }: Filing): string =>
  ticketId !== null ? toPublicId('ticket', ticketId) : toPublicId('ask', askId!);

/** How things are said on the other side. */
export interface Manner {
  /** Where something is on our page. */
  linkTo(path: string): string;
  /** The connection's own words. */
  template: TicketTemplate;
}

/** What the other side is to say now. */
export async function loadWanted(
  db: Kysely<DB>,
  filing: Filing,
  now: Date,
  { linkTo, template }: Manner,
): Promise<Wanted> {
  const { policy } = await loadActivePolicy(db);
  const dayOf = (at: Date | string | null) =>
    at && DateTime.fromJSDate(new Date(at), { zone: policy.deadlines.timeZone }).toISODate();
  const said =
    filing.ticketId === null
      ? await askWords(db, filing.askId!)
      : await ticketWords(db, filing.ticketId, now, template);
  const body = `${said.body}\n\n---\n\n[${said.key}](${linkTo(said.path)})`;
  return {
    title: oneLine(said.title),
    body,
    digest: createHash('sha256').update(body).digest('hex'),
    priority: said.priority,
    dueOn: dayOf(said.dueAt),
    labels: said.labels,
    state: said.state,
    edited: said.edited.map((field) => (field === 'dueAt' ? 'dueOn' : field)),
    comments: await untoldComments(db, filing),
  };
}

/** The shortest that any tracker takes is 255; none of them keeps line breaks. */
const LONGEST_TITLE = 250;
const oneLine = (title: string): string => {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1).trimEnd()}…`.toWellFormed() : line;
};

async function untoldComments(db: Kysely<DB>, filing: Filing): Promise<string[]> {
  const table = sql.table(filing.ticketId === null ? 'ask_comment' : 'ticket_comment');
  const owner = sql.ref(filing.ticketId === null ? 'ask_id' : 'ticket_id');
  const { rows } = await sql<{ id: string }>`
    select id from ${table} c where c.${owner} = ${filing.ticketId ?? filing.askId}
      and (${filing.commentsSince}::timestamptz is null or c.at >= ${filing.commentsSince})
      and not exists (select from filing_comment t where t.filing_id = ${filing.id} and t.comment_id = c.id)
    order by c.at, c.id`.execute(db);
  return rows.map(({ id }) => id);
}
