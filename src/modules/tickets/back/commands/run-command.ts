import type { RemotePerson } from '../../../../connectors/connector.ts';
import { ROLES } from '../../../../contract/access.ts';
import type { LabelChannel } from '../../../../contract/trust.ts';
import { AppError } from '../../../../kernel/errors.ts';
import { toPublicId } from '../../../../kernel/ids.ts';
import { type Actor, refusal } from '../../../access/public.ts';
import { makeAsk } from '../../asks/make-ask.ts';
import type { BackDeps } from '../deps.ts';
import { acceptRisk } from './accept-risk.ts';
import { notUseful, takeAsMine } from './judge-fix.ts';
import { type Command, helpWords, type Parsed, parseCommand, type Verb } from './parse-command.ts';
import { personBehind } from './person-behind.ts';
import { reassign } from './reassign.ts';
import { type About, notOfAsks, type Subject, subjectCalled, subjectOf } from './subject.ts';

/** What somebody wrote or pressed outside. */
export interface Said {
  /** A text with or without `/lanekeeper` in front, or a button of ours with the public id that it is about. */
  what: { text: string } | { action: string; value: string };
  person: RemotePerson;
  connectionId: string;
  /** Where it was said; null: nowhere in particular, the words name what they are about (`mine PAY-12`). */
  about: About | null;
  channel: Extract<LabelChannel, 'ticket' | 'chat'>;
  /** The same when it is heard again: what must not be done twice is done once. */
  once: string;
}

/** What a command works with, once it is known who speaks and of what. */
export interface Spoken {
  actor: Actor;
  subject: Subject;
  channel: Said['channel'];
}

/** Whoever may sign in may say these; what follows is decided by the service, as on the page. */
const ACCESS = { scope: 'admin', roles: ROLES } as const;

/**
 * Does what somebody says in a tracker or a chat, with the rights that they have here.
 * @returns what came of it, for them: plain text, with examples between backticks. It may repeat what they wrote.
 * @throws what is nothing of theirs, such as an absent database: it may be tried again
 */
export async function runCommand(deps: BackDeps, said: Said): Promise<string> {
  const { parsed, name } = read(said, deps.clock.now());
  if (!parsed.ok) return parsed.says;
  const { command } = parsed;
  if (command.verb === 'help') return helpWords(said.about === null ? EXAMPLE_KEY : null);
  const actor = await personBehind(deps, said.connectionId, said.person);
  if (!actor) return strangerWords(said.person);
  try {
    const no = refusal(actor, ACCESS);
    if (no) throw new AppError('LK-FORBIDDEN', no);
    const subject = await subjectFor(deps, said, name, command.verb);
    if (command.verb === 'ask') return await ask(deps, said, command.text, actor, subject);
    if (!subject) return `Please say which ticket: \`/lanekeeper ${command.verb} ${EXAMPLE_KEY} …\``;
    return await run(deps, { actor, subject, channel: said.channel }, command);
  } catch (error) {
    // What a person can change is said to them; what may pass by itself is tried again.
    if (error instanceof AppError && !error.card.retryable && error.card.status < 500)
      return `Not done: ${error.message.replace(/\.$/, '')}.`;
    throw error;
  }
}

function run(
  deps: BackDeps,
  spoken: Spoken,
  command: Exclude<Command, { verb: 'ask' | 'help' }>,
): Promise<string> {
  switch (command.verb) {
    case 'mine':
      return takeAsMine(deps, spoken);
    case 'not-useful':
      return notUseful(deps, spoken, command.reason);
    case 'accept-risk':
      return acceptRisk(deps, spoken, command);
    case 'reassign':
      return reassign(deps, spoken, command);
  }
}

/** Verbs that are about one thing, which has to be named where it is not clear from the place. */
const ABOUT_ONE: ReadonlySet<string> = new Set<Verb>(['mine', 'not-useful', 'accept-risk', 'reassign']);

/** How a ticket is named in examples. */
const EXAMPLE_KEY = 'PAY-12';
const NAME = /^[\w-]{1,60}$/;

/** What was said, and what it names as being about. */
function read({ what, about }: Said, now: Date): { parsed: Parsed; name: string | null } {
  if ('action' in what) return { parsed: pressed(what, now), name: what.value };
  const words = what.text.replace(/^\s*\/lanekeeper(?=\s|$)/i, '').trim();
  const [verb = '', name = '', ...rest] = words.split(/\s+/);
  if (about !== null || !ABOUT_ONE.has(verb.toLowerCase()))
    return { parsed: parseCommand(words, now), name: null };
  const named = NAME.test(name) ? name : null;
  const parsed = parseCommand([verb, ...rest].join(' '), now, named ?? EXAMPLE_KEY);
  return { parsed, name: named };
}

/** A button asks for no words; what needs some is said to be written. */
function pressed({ action, value }: { action: string; value: string }, now: Date): Parsed {
  if (action === 'not-useful') return { ok: true, command: { verb: 'not-useful', reason: null } };
  if (action === 'need-help') return { ok: true, command: { verb: 'ask', text: 'We need help with this.' } };
  return parseCommand(action, now, NAME.test(value) ? value : EXAMPLE_KEY);
}

async function subjectFor(
  { db }: BackDeps,
  { about }: Said,
  name: string | null,
  verb: Verb,
): Promise<Subject | null> {
  if (about) return subjectOf(db, about);
  if (name === null) return null;
  const subject = await subjectCalled(db, name);
  if (subject.of === 'ask' && verb !== 'mine' && verb !== 'ask') throw notOfAsks();
  return subject;
}

async function ask(
  deps: BackDeps,
  { once }: Said,
  text: string,
  actor: Actor,
  subject: Subject | null,
): Promise<string> {
  const about = subject?.of === 'fix' ? { about: { fix: toPublicId('fix', subject.fixId) } } : {};
  const { says } = await makeAsk(deps, { text, once, ...about }, actor);
  return says;
}

const strangerWords = ({ id }: RemotePerson): string =>
  `Nothing was done, since I do not know who you are in Lanekeeper. Your account here is ${id}: add it to “Your accounts elsewhere” on the page behind your name there (/notify), or ask an admin to. Then say it again.`;
