import { createHash } from 'node:crypto';
import type { HookEvent, RemotePerson } from '../../connectors/connector.ts';
import { plan } from '../../platform/outbox/plan.ts';
import { type HostChanged, openConnection } from '../connections/public.ts';
import type { Said } from '../tickets/public.ts';
import type { NotifyDeps } from './deps.ts';
import { addAnswer, type KeptMessage } from './kept-messages.ts';
import { MESSAGE_TOPIC, type MessagePayload } from './planned-message.ts';
import { escaped, oneLine } from './words.ts';

export interface SaidDeps extends NotifyDeps {
  /** Does what somebody says, with the rights that they have here; what came of it, in words for them. */
  run(said: Said): Promise<string>;
}

type Press = Extract<HookEvent, { type: 'button' }>;
type Command = Extract<HookEvent, { type: 'command' }>;

/** `host.changed`, of a chat: somebody pressed a button under a message, or wrote a command. Others' events are not ours. */
export async function followSaid(deps: SaidDeps, hint: HostChanged): Promise<void> {
  const { connectionId, event } = hint;
  if (event.type !== 'button' && event.type !== 'command') return;
  const person = await knownPerson(deps, connectionId, event.person);
  const heard = `${event.type}:${connectionId}:${hint.delivery ?? digest(JSON.stringify(event))}`;
  const said = { person, connectionId, about: null, channel: 'chat' as const };
  if (event.type === 'button') {
    const { action, value } = event;
    // Who presses twice has said it once.
    const once = ['button', connectionId, event.channel, event.message, person.id, action, value].join(':');
    const says = await deps.run({ ...said, what: { action, value }, once });
    await answerPress(deps, connectionId, event, says, heard);
  } else {
    const says = await deps.run({ ...said, what: { text: event.text }, once: heard });
    await answerCommand(deps, connectionId, event, says, heard);
  }
}

/** Slack tells no address with a press; who has it is asked. */
async function knownPerson(
  deps: NotifyDeps,
  connectionId: string,
  person: RemotePerson,
): Promise<RemotePerson> {
  if (person.email !== null) return person;
  const connection = await openConnection(deps.connections, { id: connectionId });
  const messages = connection.connector.messages?.open(connection.context);
  return { ...person, email: (await messages?.mailOf?.(person.id)) ?? null };
}

/** What came of it stands under the message, for everybody who reads it there. */
async function answerPress(
  deps: NotifyDeps,
  connectionId: string,
  { action, person, channel, message }: Press,
  says: string,
  heard: string,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const where = { connectionId, place: channel, remoteId: message };
    const kept = await addAnswer(tx, where, { who: person.name, action, says });
    const act = kept
      ? { payload: withAnswers(kept, message), about: kept.planned.title }
      : { payload: wordTo(`person:${person.id}`, says, heard), about: `answer to ${person.name}` };
    const { payload, about } = act;
    const subject = kept ? { subject: `message:${connectionId}:${message}` } : {};
    await plan(tx, deps.ids, [
      {
        topic: MESSAGE_TOPIC,
        idempotencyKey: `answer:${heard}`,
        payload: { ...payload },
        lane: connectionId,
        about,
        ...subject,
      },
    ]);
  });
}

async function answerCommand(
  deps: NotifyDeps,
  connectionId: string,
  { person }: Command,
  says: string,
  heard: string,
): Promise<void> {
  const payload = wordTo(`person:${person.id}`, says, heard);
  const act = {
    topic: MESSAGE_TOPIC,
    idempotencyKey: `answer:${heard}`,
    payload: { ...payload },
    lane: connectionId,
    about: `answer to ${person.name}`,
  };
  await deps.db.transaction().execute((tx) => plan(tx, deps.ids, [act]));
}

const withAnswers = ({ place, planned, answers }: KeptMessage, remoteId: string): MessagePayload => ({
  ...planned,
  to: place,
  body: [planned.body, ...answers.map(({ who, says }) => `**${escaped(who)}**: ${lines(says)}`)].join('\n\n'),
  // Who has said something may still say something else.
  replaces: remoteId,
});

const wordTo = (to: string, says: string, heard: string): MessagePayload => ({
  to,
  marker: `answer:${heard}`,
  // What a notification shows knows no mark-up.
  title: oneLine(says.replaceAll('`', '')).slice(0, 200),
  body: lines(says),
  buttons: [],
  leaves: null,
  otherwise: null,
  replaces: null,
});

/** What came of it is plain text with examples between backticks, and may repeat what somebody wrote. */
const lines = (says: string): string =>
  says
    .split('\n')
    .map((line) =>
      line
        .split(/(`[^`]*`)/)
        .map((part, i) => (i % 2 === 1 ? part : escapedInside(part)))
        .join(''),
    )
    .join('\\\n');

/** Spaces at the ends stand beside code. */
const escapedInside = (part: string): string => {
  const words = escaped(part);
  if (words === '') return part === '' ? '' : ' ';
  return `${/^\s/.test(part) ? ' ' : ''}${words}${/\s$/.test(part) ? ' ' : ''}`;
};

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
