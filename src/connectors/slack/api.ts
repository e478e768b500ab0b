import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { type Api, ask, read } from '../kit/api.ts';
import type { SlackSettings } from './settings.ts';

/** Slack's Web API, asked with the token of our app. */
export interface Slack {
  settings: SlackSettings;
  now(): Date;
  /** Asks a method that changes nothing. @throws as `errorOf` */
  get<T>(method: string, query: Record<string, string>, schema: z.ZodType<T>): Promise<T>;
  /**
   * Calls a method, its parameters as a form: Slack takes that for each of them ("Web API basics").
   * @param again doing it twice does it once
   */
  post<T>(method: string, form: Record<string, string>, schema: z.ZodType<T>, again?: boolean): Promise<T>;
}

const answerShape = z.looseObject({
  ok: z.boolean(),
  error: z.string().max(200).nullish(),
  needed: z.string().max(500).nullish(),
});

/** @throws AppError LK-CONNECTION without a token */
export function slackOf({ settings, secrets, client, now }: ConnectorContext<SlackSettings>): Slack {
  const token = secrets['token'];
  if (!token) throw new AppError('LK-CONNECTION', 'the secret "token" is missing: the bot token, xoxb-…');
  const api: Api = { name: 'Slack', base: `${settings.url}/api`, client, now };
  const headers = { authorization: `Bearer ${token}` };
  const told = <T>(method: string, response: Parameters<typeof read>[2], schema: z.ZodType<T>): T => {
    const answer = read(api, method, response, answerShape);
    if (!answer.ok) throw errorOf(method, answer, now());
    return read(api, method, response, schema);
  };
  return {
    settings,
    now,
    async get(method, query, schema) {
      const response = await ask(api, `/${method}?${new URLSearchParams(query)}`, { headers });
      return told(method, response, schema);
    },
    async post(method, form, schema, again = false) {
      const response = await ask(api, `/${method}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
        idempotent: again,
      });
      return told(method, response, schema);
    },
  };
}

/** What a person mends about the connection as a whole. */
const CONNECTION: Readonly<Record<string, string>> = {
  not_authed: 'Slack got no token',
  invalid_auth: 'Slack does not accept the token: install the app again and state the new bot token',
  token_revoked: 'the token was revoked: install the app again and state the new bot token',
  token_expired: 'the token has expired: install the app again and state the new bot token',
  account_inactive: 'the workspace or the app’s account is closed: install the app again',
  team_access_not_granted: 'the app is not installed in this workspace: install it',
  not_allowed_token_type: 'this kind of token may not do it: state the bot token, xoxb-…',
  accesslimited: 'the app may not be used in this workspace any more: ask its admins',
};

/** What is wrong about one channel, person or message, and how to mend it. */
const REFUSED: Readonly<Record<string, string>> = {
  not_in_channel: 'the app is not in the channel: invite it there with /invite',
  channel_not_found:
    'the channel is not there, or is private and the app is not in it: look at its id, and invite the app with /invite',
  is_archived: 'the channel is archived: open it again, or state another channel for the team',
  restricted_action: 'the workspace lets only some people post in this channel: allow the app to',
  cant_update_message: 'the message is not the app’s own',
  message_not_found: 'the message was deleted',
  edit_window_closed: 'the workspace allows no change of a message after so long',
  user_disabled: 'this person’s account in Slack is closed',
  cannot_dm_bot: 'this is an app, not a person',
  msg_too_long: 'Slack takes no message of that length',
};

const GONE_BY_ITSELF = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

function errorOf(method: string, answer: z.infer<typeof answerShape>, now: Date): AppError {
  const error = answer.error ?? 'no reason';
  const detail = { error };
  if (error === 'ratelimited' || error === 'rate_limited') {
    const retryAt = new Date(now.getTime() + 60_000).toISOString();
    return new AppError('LK-RATE-LIMITED', 'Slack asks for a pause', { detail: { retryAt } });
  }
  if (error === 'missing_scope' || error === 'no_permission')
    return new AppError(
      'LK-CONNECTION',
      `the app lacks the scope "${answer.needed ?? `that ${method} needs`}": add it under OAuth & Permissions and install the app again`,
      { detail },
    );
  if (Object.hasOwn(CONNECTION, error)) return new AppError('LK-CONNECTION', CONNECTION[error]!, { detail });
  if (GONE_BY_ITSELF.has(error)) return new AppError('LK-NETWORK', `Slack answered ${error}`, { detail });
  const words = Object.hasOwn(REFUSED, error)
    ? REFUSED[error]!
    : 'look it up in the documentation of the method';
  return new AppError('LK-REFUSED', `Slack refused ${method} (${error}): ${words}`, { detail });
}
