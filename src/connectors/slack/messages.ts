import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectorContext, Message, Messages } from '../connector.ts';
import { escapeMrkdwn, toSections } from '../kit/markup/mrkdwn.ts';
import { parseMarkdown } from '../kit/markup/parse.ts';
import { type Slack, slackOf } from './api.ts';
import { blocksOf } from './blocks.ts';
import { channelOf, isChannelId, type SlackSettings } from './settings.ts';

/** "Message metadata": the type by which ours is found again. */
const EVENT_TYPE = 'lanekeeper_message';
/** An act is tried for some hours; a lane that waits for a person may take days. */
const LOOKS_BACK_MS = 8 * 86_400_000;
const PAGE = 200;
const MAX_PAGES = 50;
/** Slack cuts the text of a notification after 40,000 characters; nobody reads so much of it. */
const TITLE_LENGTH = 300;

const sentShape = z.object({ ts: z.string().max(40) });
const historyShape = z.object({
  messages: z.array(
    z.object({
      ts: z.string().max(40),
      metadata: z
        .object({
          event_type: z.string(),
          event_payload: z.looseObject({ marker: z.string().optional().catch(undefined) }),
        })
        .nullish()
        .catch(null),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});
const openedShape = z.object({ channel: z.object({ id: z.string().max(40) }) });
const userShape = z.object({ user: z.object({ id: z.string().max(40), deleted: z.boolean().nullish() }) });
const profileShape = z.object({
  user: z.object({
    is_bot: z.boolean().nullish(),
    profile: z.object({ email: z.string().max(320).nullish() }),
  }),
});

/** As `MessageSystem.open`. */
export function openMessages(context: ConnectorContext<SlackSettings>): Messages {
  // What is missing is told by the first question, as every other error is.
  let opened: Slack | undefined;
  const slack = () => (opened ??= slackOf(context));
  return {
    send: async (to, message) => {
      const channel = placeOf(slack().settings, to);
      const form = { channel, ...formOf(message), unfurl_links: 'false', unfurl_media: 'false' };
      const { ts } = await slack().post('chat.postMessage', form, sentShape);
      return { id: ts };
    },
    find: async (to, marker) => find(slack(), to, marker),
    replace: async (to, id, message) => {
      const channel = await conversationOf(slack(), to);
      await slack().post('chat.update', { channel, ts: id, ...formOf(message) }, sentShape, true);
    },
    personOf: (email) =>
      unless('users_not_found', async () => {
        const { user } = await slack().get('users.lookupByEmail', { email }, userShape);
        return user.deleted ? null : user.id;
      }),
    mailOf: (person) =>
      unless('user_not_found', async () => {
        const { user } = await slack().get('users.info', { user: person }, profileShape);
        return user.is_bot ? null : (user.profile.email?.toLowerCase() ?? null);
      }),
  };
}

/** The title is what a notification shows; escaped by "Formatting text for app surfaces". */
const formOf = (message: Message): Record<string, string> => ({
  text: escapeMrkdwn(message.title.slice(0, TITLE_LENGTH).toWellFormed()),
  blocks: JSON.stringify(blocksOf(toSections(parseMarkdown(message.body)), message.buttons)),
  metadata: JSON.stringify({ event_type: EVENT_TYPE, event_payload: { marker: message.marker } }),
});

async function find(slack: Slack, to: string, marker: string): Promise<{ id: string } | null> {
  const channel = await conversationOf(slack, to);
  const oldest = ((slack.now().getTime() - LOOKS_BACK_MS) / 1000).toFixed(6);
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = {
      channel,
      oldest,
      limit: String(PAGE),
      include_all_metadata: 'true',
      ...(cursor && { cursor }),
    };
    const history = await slack.get('conversations.history', query, historyShape);
    const found = history.messages.find(
      ({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload.marker === marker,
    );
    if (found) return { id: found.ts };
    cursor = history.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  throw new AppError(
    'LK-REFUSED',
    `whether this was posted cannot be told: the channel has more than ${MAX_PAGES * PAGE} messages since; look there, then replay it or let it be`,
  );
}

const PERSON = /^person:([UW][A-Z0-9]{2,20})$/;

/** Where `chat.postMessage` posts: a person's id opens the conversation by itself. */
function placeOf(settings: SlackSettings, to: string): string {
  const person = PERSON.exec(to)?.[1];
  if (person) return person;
  const channel = channelOf(settings, to);
  if (channel) return channel;
  throw new AppError(
    'LK-REFUSED',
    `the channel ${to} has no id here: state it under "channels" in the settings, as '${to}': C…; with its name in place of the id, the test of the connection tells it`,
  );
}

/** Reading and changing messages asks for the conversation itself. */
async function conversationOf(slack: Slack, to: string): Promise<string> {
  const place = placeOf(slack.settings, to);
  if (isChannelId(place)) return place;
  return (await slack.post('conversations.open', { users: place }, openedShape, true)).channel.id;
}

async function unless<T>(error: string, ask: () => Promise<T | null>): Promise<T | null> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof AppError && cause.detail?.['error'] === error) return null;
    throw cause;
  }
}
