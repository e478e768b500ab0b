import { z } from 'zod';
import type { HookEvent, Hooks } from '../connector.ts';
import { bodyName, hookFields, hookJson } from '../kit/hook-body.ts';
import { anySecret, hmacSha256, sameText } from '../kit/signature.ts';

const NAME = 'Jira';

const id = z.union([z.string().max(100), z.number().int()]).transform(String);
const shape = z.object({
  webhookEvent: z.string().max(200).nullish(),
  issue: z.object({ id, key: z.string().max(300).nullish() }).nullish(),
  comment: z.object({ self: z.string().max(2000).nullish() }).nullish(),
});

const TICKET = /^(?:jira:issue_|comment_|issue_property_)/;

/**
 * Webhooks that an administrator set up with a secret. Source: "Webhooks" of the Jira platform's documentation, Cloud
 * and Data Center; the signature is WebSub's: `X-Hub-Signature: sha256=<hex>` over the raw body.
 */
export const jiraHooks: Hooks = {
  secrets: ['webhookSecret', 'oldWebhookSecret'],
  authentic({ headers, body }, secrets) {
    const signature = headers['x-hub-signature'] ?? '';
    return anySecret(secrets, (secret) =>
      sameText(signature, `sha256=${hmacSha256(secret, body).toString('hex')}`),
    );
  },
  read(request) {
    const delivery = request.headers['x-atlassian-webhook-identifier'] ?? bodyName(request.body);
    return { delivery, event: eventOf(hookFields(NAME, shape, hookJson(NAME, request))) };
  },
};

/** Old servers name no event; what has an issue is about it. Comments of Data Center name theirs by address only. */
function eventOf({ webhookEvent, issue, comment }: z.infer<typeof shape>): HookEvent | null {
  if (webhookEvent && !TICKET.test(webhookEvent)) return null;
  if (issue) return { type: 'ticket', id: issue.id, key: issue.key ?? null };
  const [, of] = /\/issue\/(\d{1,20})\/comment\//.exec(comment?.self ?? '') ?? [];
  return of ? { type: 'ticket', id: of, key: null } : null;
}
