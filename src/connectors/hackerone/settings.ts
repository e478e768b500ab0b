import { z } from 'zod';
import { TARGET_KINDS, type TargetRef } from '../../kernel/finding.ts';
import { webAddress } from '../kit/web-address.ts';

/** `repository:acme/shop`, `url:https://shop.acme.example` */
const target = z.string().transform((text, context): TargetRef => {
  const colon = text.indexOf(':');
  const kind = TARGET_KINDS.find((known) => known === text.slice(0, colon));
  const key = text.slice(colon + 1);
  if (kind && key !== '' && key.length <= 500) return { kind, key };
  context.addIssue({ code: 'custom', message: `write KIND:KEY with KIND one of ${TARGET_KINDS.join(', ')}` });
  return z.NEVER;
});

/** What a person states about a connection to HackerOne. */
export const hackeroneSettings = z.strictObject({
  url: webAddress.default('https://api.hackerone.com'),
  programs: z
    .array(
      z.strictObject({
        /** As in its address: hackerone.com/HANDLE */
        handle: z.string().regex(/^[\w-]{1,100}$/, 'the handle of a programme, such as acme'),
        /** Whose findings its reports are, where no asset says otherwise. */
        target,
        /** The same for reports about one asset, by the name that the scope gives it. */
        assets: z.record(z.string().min(1).max(500), target).default({}),
      }),
    )
    .min(1)
    .max(50),
});
export type HackeroneSettings = z.infer<typeof hackeroneSettings>;
export type HackeroneProgram = HackeroneSettings['programs'][number];
