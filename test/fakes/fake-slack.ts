import { codeHostServer, type FakeAnswer, type FakeRequest, type FakeServer } from './code-host-server.ts';
import { type SlackSpec, slackSpec } from './slack-spec.ts';

export interface SlackMessage {
  ts: string;
  text: string;
  blocks: { type: string; text?: { text: string }; elements?: { action_id: string; value: string }[] }[];
  metadata: unknown;
}

interface Channel {
  id: string;
  name: string | null;
  isMember: boolean;
  isArchived: boolean;
  /** Oldest first. */
  messages: SlackMessage[];
}

interface User {
  id: string;
  name: string;
  email: string | null;
}

export interface FakeSlack extends FakeServer {
  channel(id: string, name: string, state?: { isMember?: boolean; isArchived?: boolean }): Channel;
  person(user: User): void;
  /** What stands in a channel, or in the conversation with a person. */
  messages(channelOrPerson: string): SlackMessage[];
  /** What requests and answers lack of Slack's own document. */
  objections: string[];
}

export const FAKE_TOKEN = 'xoxb-fake';
/** Messages on a page, whatever is asked for: so that pages are turned. */
const PAGE = 3;

interface State {
  channels: Map<string, Channel>;
  users: Map<string, User>;
  clock: number;
}
type Params = URLSearchParams;
type Method = (state: State, params: Params) => Record<string, unknown>;
const no = (error: string, more: object = {}) => ({ ok: false, error, ...more });

/** A workspace of Slack that keeps what is posted. */
export async function fakeSlack(): Promise<FakeSlack> {
  const spec = slackSpec();
  const objections: string[] = [];
  const state: State = { channels: new Map(), users: new Map(), clock: Math.floor(Date.now() / 1000) };
  const server = await codeHostServer(
    (request) => answerTo(state, spec, request, objections),
    () => '"never"',
  );
  return {
    ...server,
    objections,
    channel(id, name, { isMember = true, isArchived = false } = {}) {
      const made: Channel = { id, name, isMember, isArchived, messages: [] };
      state.channels.set(id, made);
      return made;
    },
    person: (user) => void state.users.set(user.id, user),
    messages: (id) => (state.channels.get(id) ?? state.channels.get(directOf(id)))?.messages ?? [],
  };
}

function answerTo(state: State, spec: SlackSpec, request: FakeRequest, objections: string[]): FakeAnswer {
  const { method, url, headers, body } = request;
  const name = url.pathname.replace('/api/', '');
  const params = method === 'GET' ? url.searchParams : new URLSearchParams(body);
  const isKnown = headers.authorization === `Bearer ${FAKE_TOKEN}`;
  objections.push(...spec.request(method, name, params, headers.authorization !== undefined));
  const call = METHODS[name];
  const answer = !isKnown ? no('invalid_auth') : call ? call(state, params) : no('unknown_method');
  if (call && isKnown) objections.push(...spec.answer(method, name, answer));
  return { status: 200, body: answer };
}

const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    ok: true,
    url: 'https://acme.example/',
    team: 'Acme',
    user: 'lanekeeper',
    team_id: 'T01ACME00',
    user_id: 'U01BOT000',
  }),
  'chat.postMessage': (state, params) => {
    const channel = reached(state, params.get('channel') ?? '');
    if (typeof channel === 'string') return no(channel);
    const ts = `${++state.clock}.000100`;
    const message = messageOf(ts, params);
    const wrong = tooMuch(message);
    if (wrong) return no(wrong);
    channel.messages.push(message);
    return { ok: true, channel: channel.id, ts, message };
  },
  'chat.update': (state, params) => {
    const channel = state.channels.get(params.get('channel') ?? '');
    const at = channel?.messages.findIndex(({ ts }) => ts === params.get('ts')) ?? -1;
    if (!channel) return no('channel_not_found');
    if (at < 0) return no('message_not_found');
    const message = messageOf(params.get('ts')!, params);
    channel.messages[at] = message;
    return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message };
  },
  'conversations.history': (state, params) => {
    const channel = state.channels.get(params.get('channel') ?? '');
    if (!channel) return no('channel_not_found');
    if (!channel.isMember) return no('not_in_channel');
    const from = Number(params.get('cursor') ?? 0);
    const oldest = Number(params.get('oldest') ?? 0);
    const newest = channel.messages.filter(({ ts }) => Number(ts) >= oldest).toReversed();
    const isMore = newest.length > from + PAGE;
    return {
      ok: true,
      messages: newest
        .slice(from, from + PAGE)
        .map((one) =>
          params.get('include_all_metadata') === 'true' ? one : { ...one, metadata: undefined },
        ),
      has_more: isMore,
      response_metadata: { next_cursor: isMore ? String(from + PAGE) : '' },
    };
  },
  'conversations.open': (state, params) => {
    const channel = reached(state, params.get('users') ?? '');
    return typeof channel === 'string' ? no(channel) : { ok: true, channel: { id: channel.id } };
  },
  'conversations.info': (state, params) => {
    const channel = state.channels.get(params.get('channel') ?? '');
    return channel ? { ok: true, channel: shownChannel(channel) } : no('channel_not_found');
  },
  'conversations.list': (state, params) => {
    const all = [...state.channels.values()].filter(({ name, isArchived }) => name && !isArchived);
    const from = Number(params.get('cursor') ?? 0);
    const next = all.length > from + PAGE ? String(from + PAGE) : '';
    const channels = all.slice(from, from + PAGE).map(shownChannel);
    return { ok: true, channels, response_metadata: { next_cursor: next } };
  },
  'users.lookupByEmail': (state, params) => {
    const user = [...state.users.values()].find(({ email }) => email === params.get('email'));
    return user ? { ok: true, user: shownUser(user) } : no('users_not_found');
  },
  'users.info': (state, params) => {
    const user = state.users.get(params.get('user') ?? '');
    return user ? { ok: true, user: shownUser(user) } : no('user_not_found');
  },
};

const directOf = (person: string): string => `D${person.slice(1)}DIRECT`;

/** A channel that may be posted in, or why not. A person's id opens the conversation with them. */
function reached({ channels, users }: State, id: string): Channel | string {
  if (users.has(id)) {
    const direct = directOf(id);
    const known = channels.get(direct);
    if (known) return known;
    const made: Channel = { id: direct, name: null, isMember: true, isArchived: false, messages: [] };
    channels.set(direct, made);
    return made;
  }
  const channel = channels.get(id);
  if (!channel) return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  return channel.isMember ? channel : 'not_in_channel';
}

const messageOf = (ts: string, params: Params): SlackMessage => ({
  ts,
  text: params.get('text') ?? '',
  blocks: JSON.parse(params.get('blocks') ?? '[]'),
  metadata: JSON.parse(params.get('metadata') ?? 'null'),
});

/** The limits of Block Kit. */
function tooMuch({ blocks, text }: SlackMessage): string | null {
  if (text === '' && blocks.length === 0) return 'no_text';
  if (blocks.length > 50) return 'invalid_blocks';
  const sections = blocks.map(({ text: section }) => section?.text.length ?? 1);
  if (sections.some((length) => length < 1 || length > 3000)) return 'invalid_blocks';
  const ids = blocks.flatMap(({ elements }) => elements?.map(({ action_id }) => action_id) ?? []);
  return new Set(ids).size === ids.length ? null : 'invalid_blocks';
}

const shownChannel = ({ id, name, isArchived, isMember }: Channel) => ({
  id,
  name,
  is_archived: isArchived,
  is_member: isMember,
});
const shownUser = ({ id, name, email }: User) => ({ id, name, deleted: false, profile: { email } });
