import { z } from 'zod';
import type { PlannedAct } from '../../platform/outbox/plan.ts';
import type { Destination } from './senders.ts';

export const MESSAGE_TOPIC = 'message';

const button = z.object({ action: z.string(), label: z.string(), value: z.string(), url: z.string() });

/** What an act of the topic `message` carries. */
export const messagePayload = z.object({
  to: z.string(),
  /** Found again by it. */
  marker: z.string(),
  title: z.string(),
  body: z.string(),
  buttons: z.array(button),
  /** The person whose unsubscribing this mail offers; null: it offers none. */
  leaves: z.string().nullable(),
  /** It goes there when the chat knows nobody by that address. */
  otherwise: z.object({ lane: z.string(), to: z.string() }).nullable(),
  /** Id of the message whose place it takes. */
  replaces: z.string().nullable(),
});
export type MessagePayload = z.infer<typeof messagePayload>;

export interface MessageText {
  title: string;
  body: string;
  buttons?: MessagePayload['buttons'];
}

/** An act for each way; the same key is the same message. Pure. */
export function messageActs(
  text: MessageText,
  destinations: readonly Destination[],
  { key, leaves, dueAt }: { key: string; leaves: string | null; dueAt: Date | null },
): PlannedAct[] {
  return destinations.map(({ lane, to, kind, otherwise }) => {
    const marker = destinations.length > 1 ? `${key}:${kind}` : key;
    const payload: MessagePayload = {
      to,
      marker,
      title: text.title,
      body: text.body,
      buttons: text.buttons ?? [],
      leaves,
      otherwise,
      replaces: null,
    };
    return {
      topic: MESSAGE_TOPIC,
      idempotencyKey: marker,
      payload,
      lane,
      about: text.title.slice(0, 200),
      ...(dueAt && { dueAt }),
    };
  });
}

/** What can be said of a ticket under a message; by its key, which answers name. Pure. */
export const ticketButtons = (key: string, publicUrl: string): MessagePayload['buttons'] =>
  [
    { action: 'mine', label: 'I work on it' },
    { action: 'not-useful', label: 'Not useful' },
    { action: 'need-help', label: 'We need help' },
    { action: 'accept-risk', label: 'Accept the risk' },
  ].map((one) => ({
    ...one,
    value: key,
    url: `${publicUrl}/tickets/${encodeURIComponent(key)}`,
  }));
