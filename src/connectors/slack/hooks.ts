import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { HookEvent, HookRequest, Hooks } from '../connector.ts';
import { bodyName, hookFields } from '../kit/hook-body.ts';
import { anySecret, hmacSha256, sameText } from '../kit/signature.ts';
import { actionOf } from './blocks.ts';

const NAME = 'Slack';
/** "Verifying requests from Slack": older ones may be a replay. */
const FRESH_MS = 5 * 60_000;
const COMMAND = '/lanekeeper';

const word = z.string().max(300);
const pressShape = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: word, username: word.nullish(), name: word.nullish() }),
  channel: z.object({ id: word }).nullish(),
  container: z.object({ channel_id: word.nullish(), message_ts: word.nullish() }).nullish(),
  message: z.object({ ts: word.nullish() }).nullish(),
  actions: z.array(z.object({ action_id: word.nullish(), value: z.string().max(2000).nullish() })).min(1),
});
const callShape = z.object({
  type: z.string(),
  event_id: word.nullish(),
  challenge: z.string().max(500).nullish(),
});

/** Signed requests of Slack: buttons, the command, and the question whether the address is ours. */
export const slackHooks = (now: () => number = Date.now): Hooks => ({
  secrets: ['signingSecret'],
  authentic({ headers, body }, secrets) {
    const at = headers['x-slack-request-timestamp'] ?? '';
    const isFresh = /^\d{1,12}$/.test(at) && Math.abs(now() - Number(at) * 1000) <= FRESH_MS;
    const signature = headers['x-slack-signature'] ?? '';
    const isSigned = anySecret(secrets, (secret) =>
      sameText(signature, `v0=${hmacSha256(secret, `v0:${at}:`, body).toString('hex')}`),
    );
    return isFresh && isSigned;
  },
  read(request) {
    const sent = partsOf(request);
    if (sent.kind === 'command') return { delivery: bodyName(request.body), event: commandOf(sent.form) };
    if (sent.kind === 'press') return { delivery: bodyName(request.body), event: pressOf(sent.json) };
    const { event_id } = hookFields(NAME, callShape, sent.json);
    return { delivery: event_id ?? bodyName(request.body), event: null };
  },
  /** Slack waits three seconds; the work comes later. */
  answer(request) {
    const sent = partsOf(request);
    if (sent.kind === 'press') return { type: 'text/plain; charset=utf-8', body: '' };
    if (sent.kind === 'command')
      return json({ response_type: 'ephemeral', text: 'On it: the answer comes as a message.' });
    const call = callShape.safeParse(sent.json);
    if (call.data?.type !== 'url_verification' || !call.data.challenge) return null;
    return { type: 'text/plain; charset=utf-8', body: call.data.challenge };
  },
});

const json = (body: unknown) => ({ type: 'application/json; charset=utf-8', body: JSON.stringify(body) });

type Sent = { kind: 'command'; form: URLSearchParams } | { kind: 'press' | 'call'; json: unknown };

/** Forms are the command and presses, JSON is the Events API. @throws AppError LK-VALIDATION */
function partsOf({ headers, body }: HookRequest): Sent {
  const text = Buffer.from(body).toString('utf8');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const form = isForm ? new URLSearchParams(text) : null;
  const payload = form?.get('payload') ?? null;
  if (form && payload === null) return { kind: 'command', form };
  try {
    const parsed: unknown = JSON.parse(payload ?? text);
    return { kind: payload === null ? 'call' : 'press', json: parsed };
  } catch (cause) {
    throw new AppError('LK-VALIDATION', 'this request of Slack holds no JSON', { cause });
  }
}

function commandOf(form: URLSearchParams): HookEvent | null {
  if (form.get('command') !== COMMAND) return null;
  const [id, channel] = [form.get('user_id') ?? '', form.get('channel_id') ?? ''];
  if (id === '' || channel === '')
    throw new AppError('LK-VALIDATION', 'this command of Slack names no person or no channel');
  return {
    type: 'command',
    text: (form.get('text') ?? '').trim(),
    person: { id, name: form.get('user_name') ?? id, email: null },
    channel,
  };
}

/** Presses of our own buttons; other parts of the house's Slack are none of ours. */
function pressOf(json: unknown): HookEvent | null {
  const kind = z.object({ type: z.string() }).safeParse(json);
  if (kind.data?.type !== 'block_actions') return null;
  const press = hookFields(NAME, pressShape, json);
  const first = press.actions[0]!;
  const action = actionOf(first.action_id ?? '');
  const channel = press.channel?.id ?? press.container?.channel_id;
  const message = press.message?.ts ?? press.container?.message_ts;
  if (!action || !channel || !message) return null;
  return {
    type: 'button',
    action,
    value: first.value ?? '',
    person: { id: press.user.id, name: press.user.name ?? press.user.username ?? press.user.id, email: null },
    channel,
    message,
  };
}
