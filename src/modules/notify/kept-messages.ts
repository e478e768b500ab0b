import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { DB } from '../schema.gen.ts';
import type { NotifyDeps } from './deps.ts';
import { type MessagePayload, messagePayload } from './planned-message.ts';

/** What somebody said by a button, and what came of it. */
const answer = z.object({ who: z.string(), action: z.string(), says: z.string() });
export type KeptAnswer = z.infer<typeof answer>;

/** Keeps a message with buttons, so that what people say by them can stand under it. */
export const keepMessage = (
  { db, clock }: NotifyDeps,
  { lane, to, id, planned }: { lane: string; to: string; id: string; planned: MessagePayload },
): Promise<unknown> =>
  db
    .insertInto('notify_message')
    .values({
      connection_id: lane,
      place: to,
      remote_id: id,
      message: JSON.stringify(planned),
      sent_at: clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export interface KeptMessage {
  place: string;
  planned: MessagePayload;
  answers: KeptAnswer[];
}

/**
 * Adds an answer to a message: the same person's word on the same button takes the place of their earlier one.
 * @param place a channel, or a conversation with a person, which has an id of its own
 * @returns null when we know no such message
 */
export async function addAnswer(
  tx: Transaction<DB>,
  where: { connectionId: string; place: string; remoteId: string },
  said: KeptAnswer,
): Promise<KeptMessage | null> {
  const { rows } = await sql<{ place: string; message: unknown; answers: unknown }>`
    select place, message, answers from notify_message
    where connection_id = ${where.connectionId} and remote_id = ${where.remoteId}
      and (place = ${where.place} or place like 'person:%') for update`.execute(tx);
  const row = rows.find(({ place }) => place === where.place) ?? rows[0];
  if (!row) return null;
  const before = z.array(answer).parse(row.answers);
  const others = before.filter(({ who, action }) => who !== said.who || action !== said.action);
  const answers = [...others, said];
  await sql`update notify_message set answers = ${JSON.stringify(answers)}::jsonb
    where connection_id = ${where.connectionId} and remote_id = ${where.remoteId} and place = ${row.place}`.execute(
    tx,
  );
  return { place: row.place, planned: messagePayload.parse(row.message), answers };
}
