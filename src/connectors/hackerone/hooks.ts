import { z } from 'zod';
import type { Hooks } from '../connector.ts';
import { bodyName, hookFields, hookJson } from '../kit/hook-body.ts';
import { anySecret, hmacSha256, sameText } from '../kit/signature.ts';

const NAME = 'HackerOne';
const activity = z.looseObject({
  data: z.looseObject({ activity: z.looseObject({ type: z.string() }).nullish() }).nullish(),
});

/** Webhooks of a programme: whatever happened to a report, its reports are pulled again. Source: "Webhooks". */
export const hackeroneHooks: Hooks = {
  secrets: ['webhookSecret'],
  authentic({ headers, body }, secrets) {
    const signature = headers['x-h1-signature'] ?? '';
    return anySecret(secrets, (secret) =>
      sameText(signature, `sha256=${hmacSha256(secret, body).toString('hex')}`),
    );
  },
  read(request) {
    hookFields(NAME, activity, hookJson(NAME, request));
    const delivery = request.headers['x-h1-delivery'] ?? bodyName(request.body);
    return { delivery, event: { type: 'alerts', kind: 'reports', key: null } };
  },
};
