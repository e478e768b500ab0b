import { createHash } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import type { ConnectorContext, Message, Messages } from '../connector.ts';
import { escapeMarkdown } from '../kit/markup/escape.ts';
import { toHtml } from '../kit/markup/html.ts';
import { parseMarkdown } from '../kit/markup/parse.ts';
import { toText } from '../kit/markup/text.ts';
import { asAppError } from './errors.ts';
import { isMailAddress, type MailSettings } from './settings.ts';
import { transportOf } from './transport.ts';

const SUBJECT_LENGTH = 200;

/** As `MessageSystem.open`. */
export const openMessages = (context: ConnectorContext<MailSettings>): Messages => ({
  async send(to, message) {
    if (!isMailAddress(to)) throw new AppError('LK-REFUSED', `"${to.slice(0, 100)}" is no mail address`);
    const { settings } = context;
    const messageId = messageIdOf(message.marker, settings.from);
    const transport = transportOf(context);
    try {
      await transport.sendMail({ ...mailOf(message), ...envelopeOf(settings, to), messageId });
    } catch (error) {
      throw asAppError(error, settings.host);
    }
    return { id: messageId };
  },
  // SMTP cannot be asked. The Message-ID is the same each time, by which mail systems know a repeated one.
  find: async () => null,
});

const envelopeOf = ({ from, fromName, replyTo }: MailSettings, to: string) => ({
  from: { name: fromName, address: from },
  to: { name: '', address: to },
  ...(replyTo !== null && { replyTo }),
});

/** What is mailed, in HTML and as text. Pure. */
function mailOf({ title, body, buttons, unsubscribeUrl }: Message) {
  const links = buttons.filter(({ url }) => isWebLink(url));
  const actions = links.map(({ label, url }) => `- [${escapeMarkdown(label)}](<${url}>)`).join('\n');
  const leave = unsubscribeUrl === null ? '' : `---\n\n[Hear less of this](<${unsubscribeUrl}>)`;
  const root = parseMarkdown([body, actions, leave].filter(Boolean).join('\n\n'));
  return {
    subject: subjectOf(title),
    text: toText(root),
    html: page(toHtml(root)),
    headers: {
      // RFC 3834: no out-of-office is to answer this.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(unsubscribeUrl !== null &&
        isWebLink(unsubscribeUrl) && {
          'List-Unsubscribe': `<${unsubscribeUrl}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
    },
  };
}

/** No line break, no control character: nothing of a title may begin another header. */
const subjectOf = (title: string): string =>
  title
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, SUBJECT_LENGTH)
    .toWellFormed();

/** Links of our own making, safe between angle brackets. */
const isWebLink = (url: string): boolean => /^https?:\/\/[^\s<>"\\]+$/.test(url);

const page = (html: string): string =>
  `<!doctype html><html><body style="font:15px/1.5 system-ui,sans-serif;max-width:42em">${html}</body></html>`;

/** The same for the same message, and it tells nothing of it. */
const messageIdOf = (marker: string, from: string): string =>
  `<${createHash('sha256').update(marker).digest('hex').slice(0, 40)}@${from.slice(from.lastIndexOf('@') + 1)}>`;
