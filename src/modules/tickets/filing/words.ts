import { type Kysely, sql } from 'kysely';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { escapeMarkdown } from '../../../kernel/markdown/escape.ts';
import type { DB } from '../../schema.gen.ts';
import { getTicket } from '../queries.ts';
import type { TicketTemplate } from '../templates/render-ticket.ts';
import type { Wanted } from './next-step.ts';

/** What a ticket or an ask says, wherever it is told. */
export interface Words extends Pick<Wanted, 'title' | 'body' | 'priority' | 'labels' | 'state' | 'edited'> {
  key: string;
  /** On our page. */
  path: string;
  dueAt: Date | string | null;
}

const STATES = { open: 'open', 'in-progress': 'in-progress', 'claimed-fixed': null, closed: 'done' } as const;

export async function ticketWords(
  db: Kysely<DB>,
  id: string,
  now: Date,
  template: TicketTemplate,
): Promise<Words> {
  const { key, title, body, priority, dueAt, fix, state } = await getTicket(db, id, now, template);
  const { edited } = await db
    .selectFrom('ticket')
    .select('edited')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const labels = ['lanekeeper', fix.kind];
  return { key, path: `/tickets/${key}`, title, body, priority, dueAt, labels, state: STATES[state], edited };
}

interface AskRow {
  key: string;
  kind: string;
  title: string;
  text: string;
  state: string;
  priority: number;
  dueAt: Date | null;
  edited: string[];
  by: string;
  team: string;
  about: string | null;
}

export async function askWords(db: Kysely<DB>, id: string): Promise<Words> {
  const { rows } = await sql<AskRow>`
    select a.queue || '-' || a.number as key, a.kind, a.title, a.text, a.state, a.priority, a.due_at as "dueAt", a.edited,
      a.asked_by_name as by, t.name as team, coalesce(x.title, r.key) as about
    from ask a
    join v_organisation_team t on t.id = a.from_team_id
    left join v_organisation_repository r on r.id = a.repository_id
    left join v_findings_fix x on x.id = a.fix_id
    where a.id = ${id}`.execute(db);
  const { key, title, text, dueAt, edited, ...ask } = rows[0]!;
  const about = ask.about === null ? '' : `, about ${escapeMarkdown(ask.about)}`;
  const asks = `${escapeMarkdown(ask.by)} of ${escapeMarkdown(ask.team)} asks${about}.`;
  return {
    key,
    path: `/asks/${key}`,
    title,
    body: [asks, ...(text ? [text] : [])].join('\n\n'),
    priority: PRIORITIES[ask.priority] ?? 'P4',
    dueAt,
    labels: ['lanekeeper', ask.kind],
    state: ask.state === 'open' || ask.state === 'in-progress' ? ask.state : 'done',
    edited,
  };
}
