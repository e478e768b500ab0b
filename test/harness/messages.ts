import { createHmac } from 'node:crypto';
import { hookRoutes, putConnection } from '../../src/modules/connections/public.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { FAKE_TOKEN, fakeSlack } from '../fakes/fake-slack.ts';
import { mailPeer } from '../fakes/mail-peer.ts';
import type { TestHouse } from './house.ts';

/** The channel of the team that is called `#payments`. */
export const PAYMENTS_CHANNEL = 'C0PAYMENTS';
/** What Slack signs its requests with. */
const SIGNING_SECRET = 'sign';

/** Connects a house to a workspace of Slack and to a mail server of the test: what was sent stands there. */
export async function connectMessages({ house: { connections } }: Pick<TestHouse, 'house'>) {
  const [slack, mail] = [await fakeSlack(), await mailPeer()];
  slack.channel(PAYMENTS_CHANNEL, 'payments');
  const { id: slackId } = await putConnection(
    connections,
    'slack',
    {
      system: 'slack',
      settings: { url: slack.url, channels: { '#payments': PAYMENTS_CHANNEL } },
      secrets: { token: FAKE_TOKEN, signingSecret: SIGNING_SECRET },
      enabled: true,
    },
    'test',
  );
  const server = { host: 'localhost', port: mail.port, ca: mail.certificate };
  await putConnection(
    connections,
    'mail',
    {
      system: 'mail',
      settings: { ...server, user: 'lanekeeper', from: 'lanekeeper@acme.example' },
      secrets: { password: 'secret' },
      enabled: true,
    },
    'test',
  );
  return {
    slack,
    mail,
    slackId,
    close: () => Promise.all([slack.close(), mail.close()]),
  };
}

export interface Press {
  user: string;
  /** Ids of the channel and of the message that the button stands under. */
  channel: string;
  message: string;
  action: string;
  value: string;
  /** When, as Slack counts it: another press has another time. */
  at?: string;
}

/** The house's door for webhooks, and a press of a button as Slack sends it, signed. */
export async function slackPresses({ house }: Pick<TestHouse, 'house'>) {
  const app = await createHttpServer({
    log: house.log,
    title: 'x',
    version: '0',
    securitySchemes: {},
    ready: async () => {},
  });
  await app.register(hookRoutes({ ...house.connections, publish: house.events.publish, log: house.log }));
  return {
    press({ user, channel, message, action, value, at = '1' }: Press) {
      const json = JSON.stringify({
        type: 'block_actions',
        user: { id: user, name: user },
        channel: { id: channel },
        message: { ts: message },
        actions: [{ action_id: `lanekeeper:${action}:0`, value, action_ts: at }],
      });
      const payload = new URLSearchParams({ payload: json }).toString();
      const now = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${now}:${payload}`).digest('hex');
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': now,
        'x-slack-signature': `v0=${signature}`,
      };
      return app.inject({ method: 'POST', url: '/hooks/slack', headers, payload });
    },
    close: () => app.close(),
  };
}
