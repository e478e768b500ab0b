import type { Message, Messages } from '../../connectors/connector.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ActHandler } from '../../platform/outbox/outbox.ts';
import { plan } from '../../platform/outbox/plan.ts';
import { noteFailure, noteSuccess, openConnection } from '../connections/public.ts';
import type { NotifyDeps } from './deps.ts';
import { keepMessage } from './kept-messages.ts';
import { MESSAGE_TOPIC, type MessagePayload, messagePayload } from './planned-message.ts';
import { leaveUrl } from './unsubscribe.ts';

/** Performs acts of the topic `message`: sends once, or takes the place of what was sent. */
export const messageHandler =
  (deps: NotifyDeps): ActHandler =>
  async (payload, { lane, maybeDone }) => {
    const planned = messagePayload.parse(payload);
    const connection = await openConnection(deps.connections, { id: lane });
    const system = connection.connector.messages;
    if (!system) throw new AppError('LK-REFUSED', `${connection.key} takes no messages any more`);
    try {
      const messages = system.open(connection.context);
      const to = await placeOf(messages, planned.to);
      if (to === null) return await goOtherwise(deps, planned);
      const message = messageOf(deps, planned, system.maxLength);
      if (planned.replaces !== null) await messages.replace?.(to, planned.replaces, message);
      else {
        const before = maybeDone ? await messages.find(to, planned.marker) : null;
        const { id } = before ?? (await messages.send(to, message));
        if (planned.buttons.length > 0) await keepMessage(deps, { lane, to, id, planned });
      }
      await noteSuccess(deps.connections, lane);
    } catch (error) {
      if (error instanceof AppError && error.code === 'LK-CONNECTION')
        await noteFailure(deps.connections, lane, error);
      throw error;
    }
  };

const BY_MAIL = 'mail:';

/** A person of a chat is looked up by their address; null: nobody has it there. */
async function placeOf(messages: Messages, to: string): Promise<string | null> {
  if (!to.startsWith(BY_MAIL)) return to;
  const person = await messages.personOf?.(to.slice(BY_MAIL.length));
  return person ? `person:${person}` : null;
}

/** The chat knows nobody by that address: it goes by mail instead. */
async function goOtherwise(deps: NotifyDeps, planned: MessagePayload): Promise<void> {
  const { otherwise, marker } = planned;
  if (!otherwise)
    throw new AppError(
      'LK-REFUSED',
      `nobody there has the address ${planned.to.slice(BY_MAIL.length)}, and no mail server is connected`,
    );
  const payload: MessagePayload = { ...planned, to: otherwise.to, otherwise: null };
  const act = {
    topic: MESSAGE_TOPIC,
    idempotencyKey: `${marker}:otherwise`,
    payload,
    lane: otherwise.lane,
    about: planned.title.slice(0, 200),
  };
  await deps.db.transaction().execute((tx) => plan(tx, deps.ids, [act]));
}

function messageOf(deps: NotifyDeps, planned: MessagePayload, maxLength: number): Message {
  const { marker, title, body, buttons, leaves } = planned;
  const more = `\n\n[The rest is on the page](<${deps.publicUrl}>)`;
  return {
    marker,
    title,
    body: body.length <= maxLength ? body : `${wholeLines(body, maxLength - more.length)}${more}`,
    buttons,
    unsubscribeUrl: leaves === null ? null : leaveUrl(deps.connections.keys, deps.publicUrl, leaves),
  };
}

/** No mark-up is cut in two. */
const wholeLines = (text: string, length: number): string =>
  text.slice(0, Math.max(0, text.lastIndexOf('\n', length)));
