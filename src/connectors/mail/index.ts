import type { Connector } from '../connector.ts';
import { tested } from '../kit/tested.ts';
import { asAppError } from './errors.ts';
import { openMessages } from './messages.ts';
import { type MailSettings, mailSettings } from './settings.ts';
import { transportOf } from './transport.ts';

/** A mail server, by SMTP (RFC 5321) with TLS. */
export const connector: Connector<MailSettings> = {
  id: 'mail',
  name: 'Mail',
  homePage: 'https://www.rfc-editor.org/rfc/rfc5321',
  settings: mailSettings,
  example: `host: smtp.acme.example
user: lanekeeper
from: lanekeeper@acme.example
`,
  secrets: {
    password: 'Of the user that is stated in the settings',
  },
  test: (context) =>
    tested(async ({ say }) => {
      const { host, user, from } = context.settings;
      await transportOf(context)
        .verify()
        .catch((error: unknown) => {
          throw asAppError(error, host);
        });
      say(`${host} takes mail${user === null ? '' : ` from ${user}`}; it will say that it is from ${from}`);
    }),
  messages: {
    kind: 'mail',
    maxLength: 100_000,
    open: openMessages,
  },
};
