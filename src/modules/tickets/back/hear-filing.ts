import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { RemoteComment, RemoteTicket, Tickets } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import { systemClock } from '../../../platform/clock.ts';
import { enqueue } from '../../../platform/jobs/jobs.ts';
import type { ActHandler } from '../../../platform/outbox/outbox.ts';
import { openConnection } from '../../connections/public.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import type { DB } from '../../schema.gen.ts';
import { fileTickets } from '../filing/file-tickets.ts';
import { ticketGone } from '../filing/gone.ts';
import { ANSWER_JOB, type AskedComment } from './answer-comment.ts';
import type { BackDeps } from './deps.ts';
import { hear } from './hear.ts';
import { holdAsk } from './hear-ask.ts';
import { holdTicket } from './hear-ticket.ts';
import { type IncomingComment, incoming } from './incoming.ts';
import {
  findFiled,
  keepComments,
  keepLook,
  keepSeenAt,
  knownComments,
  lockFiled,
  type ReadFiling,
} from './store.ts';

const payloadShape = z.object({ filingId: z.uuid() });

/** Reads the other side of a ticket or an ask, and brings ours to what people did there. */
export const hearFiling =
  (deps: BackDeps): ActHandler =>
  async (payload) => {
    const { filingId } = payloadShape.parse(payload);
    const filed = await findFiled(deps.db, filingId);
    if (!filed) return;
    const tickets = await opened(deps, filed.connectionId);
    if (!tickets) return void (await keepSeenAt(deps.db, filingId, systemClock.now()));
    const remote = await tickets.read(filed.remoteId);
    if (remote === 'gone') return gone(deps, filed);
    if (standsAsItDid(filed, remote)) return void (await keepSeenAt(deps.db, filingId, systemClock.now()));
    const comments = await tickets.comments(filed.remoteId);
    await deps.db.transaction().execute((tx) => keep(tx, deps, filed, remote, comments));
  };

const gone = ({ db, ids, clock }: BackDeps, { id, remoteId }: ReadFiling): Promise<void> =>
  db.transaction().execute((tx) => ticketGone(tx, { ids, now: clock.now() }, { id, remoteId }));

/** Null: the connection is switched off, or keeps no tickets; what it misses is heard when it is back. */
async function opened(deps: BackDeps, connectionId: string): Promise<Tickets | null> {
  try {
    const { connector, context } = await openConnection(deps, { id: connectionId });
    return connector.tickets?.keepsTickets ? connector.tickets.open(context) : null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'LK-NOT-FOUND') return null;
    throw error;
  }
}

/** Some trackers tell times in whole seconds, or of a moment ago. */
const SURELY_MS = 120_000;

/** It was read after its last change: nothing is new, comments neither. */
const standsAsItDid = ({ seen, seenAt, place }: ReadFiling, remote: RemoteTicket): boolean =>
  seenAt !== null &&
  seen?.updatedAt === remote.updatedAt &&
  place === remote.place &&
  Date.parse(remote.updatedAt) < seenAt.getTime() - SURELY_MS;

async function keep(
  tx: Transaction<DB>,
  deps: BackDeps,
  { id, ticketId, askId }: ReadFiling,
  remote: RemoteTicket,
  read: readonly RemoteComment[],
): Promise<void> {
  const { policy } = await loadActivePolicy(tx);
  const found = await findFiled(tx, id);
  if (!found) return;
  const place = {
    connectionId: found.connectionId,
    connection: found.connection,
    zone: policy.deadlines.timeZone,
  };
  // Whoever plans holds tickets before their filings, too.
  const held =
    ticketId !== null ? await holdTicket(tx, deps, ticketId, place) : await holdAsk(tx, deps, askId!, place);
  const filed = await lockFiled(tx, id);
  // Filed anew meanwhile: what was read is of before.
  if (!held || !filed || filed.remoteId !== found.remoteId || filed.remoteId !== remote.id) return;
  const heard = hear({ ...filed, known: await knownComments(tx, id) }, held.ours, remote, read);
  const comments = heard.comments.map((comment) => incoming(comment, deps.ids.next(), systemClock.now()));
  const speaks = await held.keep(heard, comments);
  await keepComments(tx, id, comments);
  await keepLook(tx, id, remote, heard, systemClock.now());
  for (const comment of comments) if (comment.hasCommand) await planAnswer(tx, id, comment);
  if (speaks && ticketId !== null) await fileTickets(tx, deps, [ticketId]);
}

const planAnswer = (tx: Transaction<DB>, filingId: string, comment: IncomingComment): Promise<void> => {
  const { remoteId, author, text } = comment;
  const payload: AskedComment = { filingId, comment: remoteId, author, text };
  return enqueue(tx, ANSWER_JOB, { ...payload }, { key: `answer:${filingId}:${remoteId}` });
};
