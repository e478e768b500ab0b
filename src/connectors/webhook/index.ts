import { AppError } from '../../kernel/errors.ts';
import type { Connector, ConnectorContext, RemoteTicket, Tickets } from '../connector.ts';
import { tested } from '../kit/tested.ts';
import { changed, commented, created } from './event.ts';
import { answered, post, send } from './send.ts';
import { placeOf, type WebhookSettings, webhookSettings } from './settings.ts';

type Context = ConnectorContext<WebhookSettings>;

/** Tells another system of tickets, by signed events. */
export const connector: Connector<WebhookSettings> = {
  id: 'webhook',
  name: 'Signed webhook',
  homePage: 'https://cloudevents.io',
  settings: webhookSettings,
  example: `url: https://events.acme.example/lanekeeper
# Queues it hears of; none: every queue that no tracker takes
queues: []
`,
  secrets: {
    signingSecret: 'At least 16 characters, or whsec_ and base64; the receiver checks signatures by it',
    formerSecret: 'While the secret is changed: the one before, until every receiver knows the new one',
  },
  test: (context) =>
    tested(async ({ say, missing }) => {
      const at = context.now();
      const answer = await post(context, {
        id: `ping.${at.getTime()}`,
        type: 'dev.lanekeeper.ping',
        data: {},
      });
      const words = `the receiver ${answered(answer)}`;
      if (answer.status >= 200 && answer.status < 300) say(`a ping was sent, and ${words}`);
      else missing(`a ping was sent, but ${words}`);
    }),
  tickets: { placeOf, keepsTickets: false, open: opened },
};

function opened(context: Context): Tickets {
  return {
    async create(ticket) {
      await send(context, created(ticket));
      return told(context, ticket);
    },
    // It may come twice: its id says so.
    find: async () => null,
    async update(id, edit, rev = 0) {
      await send(context, changed(id, edit, rev));
      return 'done';
    },
    async comment(id, comment) {
      await send(context, commented(id, comment));
      return { id: comment.marker };
    },
    read: keepsNone,
    comments: keepsNone,
    changed: keepsNone,
  };
}

function keepsNone(): never {
  throw new AppError('LK-BUG', 'a webhook keeps no tickets: it was asked for one');
}

const told = ({ settings, now }: Context, ticket: Parameters<Tickets['create']>[0]): RemoteTicket => ({
  id: ticket.marker,
  key: new URL(settings.url).host,
  url: new URL(settings.url).origin,
  place: ticket.place,
  title: ticket.title,
  state: 'open',
  status: 'told',
  assignee: null,
  dueOn: ticket.dueOn,
  priority: ticket.priority,
  labels: ticket.labels,
  sprint: null,
  updatedAt: now().toISOString(),
});
