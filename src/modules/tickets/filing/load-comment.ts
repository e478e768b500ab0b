import { type Kysely, sql } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import { timeOfId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { commentBody } from './comment-words.ts';
import type { Filing } from './load-filing.ts';

/** So long a comment waits for the ticket that it speaks of to be filed, too; then it links to our page. */
const PATIENCE_MS = 10 * 60_000;

interface Row {
  id: string;
  at: Date;
  actor: string;
  text: string;
  about: { key: string; remoteKey: string | null; url: string | null; comes: boolean } | null;
}

/**
 * A comment as it is to be told.
 * @throws AppError LK-LATER while the ticket that it speaks of is about to be filed
 */
export async function loadComment(
  db: Kysely<DB>,
  filing: Filing,
  id: string,
  linkTo: (path: string) => string,
): Promise<{ at: Date; body: string }> {
  const row = filing.ticketId === null ? await ofAsk(db, id) : await ofTicket(db, id);
  const { at, actor, text, about } = row;
  // Comments carry the product's time; how long one has waited is real.
  if (about?.comes && Date.now() - timeOfId(id).getTime() < PATIENCE_MS)
    throw new AppError('LK-LATER', `${about.key} is filed first, so that this can link to it`);
  const link = about && {
    key: about.remoteKey ?? about.key,
    url: about.url ?? linkTo(`/tickets/${about.key}`),
  };
  return { at, body: commentBody({ actor, text, about: link }) };
}

async function ofTicket(db: Kysely<DB>, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select c.id, c.at, c.actor, c.text, case when k.id is not null then json_build_object('key', k.queue || '-' || k.number,
      'remoteKey', f.remote_key, 'url', f.remote_url,
      'comes', coalesce(f.state = 'wanted' and f.connection_id is not null and f.problem is null and k.state <> 'closed', false)) end as about
    from ticket_comment c
    left join ticket k on k.id = c.about_ticket_id
    left join filing f on f.ticket_id = k.id
    where c.id = ${id}`.execute(db);
  return rows[0]!;
}

async function ofAsk(db: Kysely<DB>, id: string): Promise<Row> {
  const row = await db
    .selectFrom('ask_comment')
    .select(['id', 'at', 'actor', 'text'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { ...row, about: null };
}
