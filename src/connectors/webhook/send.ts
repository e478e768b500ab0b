import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { ConnectorContext } from '../connector.ts';
import { ask } from '../kit/api.ts';
import type { Event, Happened } from './event.ts';
import type { WebhookSettings } from './settings.ts';
import { signedHeaders } from './sign.ts';

type Context = ConnectorContext<WebhookSettings>;

/** What an answer says is not looked at; a little of it is shown by the test. */
const MAX_ANSWER_BYTES = 100_000;

/**
 * Sends an event. It may come twice, then with the same id.
 * @throws AppError as of `Tickets`
 */
export async function send(context: Context, happened: Happened): Promise<void> {
  const answer = await post(context, happened);
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  throw refusal(answer);
}

/** The event, signed, and whatever comes back but what asks for patience. */
export function post(
  context: Context,
  happened: Omit<Happened, 'subject'> & { subject?: string },
): Promise<HttpResponse> {
  const { settings, secrets, client, now } = context;
  const event: Event = {
    specversion: '1.0',
    source: settings.source,
    time: now().toISOString(),
    datacontenttype: 'application/json',
    ...happened,
  };
  const body = JSON.stringify(event);
  const { origin } = new URL(settings.url);
  return ask({ name: 'The receiver', base: origin, client, now }, settings.url.slice(origin.length), {
    method: 'POST',
    body,
    // Its id says so.
    idempotent: true,
    // An address that moved is for a person to state: a redirect would turn the event into a question.
    redirects: false,
    maxResponseBytes: MAX_ANSWER_BYTES,
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      ...signedHeaders({ id: event.id, body, now: now() }, secrets),
    },
  });
}

/** Where and by which secret is the whole connection's; what is in the event is its own. */
function refusal(answer: HttpResponse): AppError {
  const words = answered(answer);
  if (answer.status < 400 || [403, 404, 405, 410].includes(answer.status))
    return new AppError('LK-CONNECTION', `The receiver does not take events: ${words}`);
  if (answer.status === 408 || answer.status === 425)
    return new AppError('LK-NETWORK', `The receiver ${words}`);
  return new AppError('LK-REFUSED', `The receiver does not take this event: ${words}`);
}

/** "answered 404: no such path" */
export function answered(answer: HttpResponse): string {
  const text = answer.text().replace(/\s+/g, ' ').trim().slice(0, 200);
  const location = answer.headers.get('location')?.slice(0, 200);
  return `answered ${answer.status}${location ? `, moved to ${location}` : ''}${text ? `: ${text}` : ''}`;
}
