import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  addComment,
  type ChangeTicket,
  changeTicket,
  listTicketsQuery,
  ticket,
  ticketPage,
} from '../../contract/tickets.ts';
import { AppError } from '../../kernel/errors.ts';
import { together } from '../../platform/together.ts';
import { type Actor, audit, signedIn } from '../access/public.ts';
import { claimFix } from '../findings/public.ts';
import { changeEvents } from './changes.ts';
import { fileTickets } from './filing/file-tickets.ts';
import type { TicketDeps } from './plan-scan.ts';
import { findTicketId, getTicket, listTickets } from './queries.ts';
import { sayOnTickets } from './say-on-tickets.ts';
import { waitingRoutes } from './waiting/routes.ts';

const byId = z.object({ id: z.string() });
const tags = ['tickets'];

export const ticketRoutes =
  (deps: TicketDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids } = deps;
    await app.register(waitingRoutes(deps));
    const reading = { access: { scope: 'read' } } as const;
    const writing = {
      access: {
        scope: 'admin',
        roles: ['developer', 'champion', 'partner', 'manager', 'leader', 'security'],
        about: { ticket: 'id' },
      },
    } as const;

    app.get(
      '/api/v1/tickets',
      { config: reading, schema: { tags, querystring: listTicketsQuery, response: { 200: ticketPage } } },
      async ({ query }) =>
        together(db, `tickets ${JSON.stringify(query)}`, () => listTickets(db, query, clock.now())),
    );

    app.get(
      '/api/v1/tickets/:id',
      { config: reading, schema: { tags, params: byId, response: { 200: ticket } } },
      async (request) => getTicket(db, await findTicketId(db, request.params.id), clock.now()),
    );

    app.patch(
      '/api/v1/tickets/:id',
      { config: writing, schema: { tags, params: byId, body: changeTicket, response: { 200: ticket } } },
      async (request) => {
        const id = await findTicketId(db, request.params.id);
        await change(deps, id, request.body, signedIn(request));
        return getTicket(db, id, clock.now());
      },
    );

    app.post(
      '/api/v1/tickets/:id/comments',
      { config: writing, schema: { tags, params: byId, body: addComment, response: { 201: ticket } } },
      async (request, reply) => {
        const id = await findTicketId(db, request.params.id);
        const comment = {
          id: ids.next(),
          ticket_id: id,
          at: clock.now(),
          actor: signedIn(request).name,
          text: request.body.text,
        };
        await db.transaction().execute((tx) => sayOnTickets(tx, deps, [comment]));
        return reply.code(201).send(await getTicket(db, id, clock.now()));
      },
    );
  };

/** A closed ticket opens with its findings, not by itself; what a person sets is remembered as theirs. */
async function change(deps: TicketDeps, id: string, wanted: ChangeTicket, actor: Actor): Promise<void> {
  const { db, clock } = deps;
  await db.transaction().execute(async (tx) => {
    const before = await tx
      .selectFrom('ticket')
      .select('assignee')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    const changed = await tx
      .updateTable('ticket')
      .set({
        ...(wanted.state && { state: wanted.state }),
        ...(wanted.assignee !== undefined && {
          assignee: wanted.assignee,
          edited: sql<string[]>`array(select distinct unnest(edited || array['assignee']))`,
        }),
      })
      .where('id', '=', id)
      .where('state', '<>', 'closed')
      .returning('fix_id')
      .executeTakeFirst();
    if (!changed)
      throw new AppError(
        'LK-CONFLICT',
        'this ticket is closed; it opens by itself when one of its findings does',
      );
    // The next scan verifies the claim or refutes it.
    if (wanted.state)
      await claimFix(tx, changed.fix_id, wanted.state === 'claimed-fixed' ? clock.now() : null);
    const to = wanted.assignee ?? null;
    // Who takes it themselves knows.
    if (to !== null && ![before?.assignee, actor.name, actor.label].includes(to))
      await deps.publishAll?.(tx, changeEvents([{ ticketId: id, what: 'assigned', to }], clock.now()));
    await fileTickets(tx, deps, [id]);
    await audit(tx, actor.label, 'ticket.change', id, { ...wanted });
  });
}
