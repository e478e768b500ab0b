import type { Keys } from '../../platform/secrets/keys.ts';
import { openText, sealText } from '../../platform/secrets/seal-text.ts';
import { audit } from '../access/public.ts';
import type { NotifyDeps } from './deps.ts';
import { personAudience } from './preference.ts';
import { leave } from './store.ts';

const PLACE = 'notify:leave';
export const LEAVE_PATH = '/api/v1/notify/leave';

/** The address by which one click takes this person off; nobody can make one for somebody else. */
export const leaveUrl = (keys: Keys, publicUrl: string, email: string): string =>
  `${publicUrl}${LEAVE_PATH}?token=${sealText(keys, PLACE, email).toString('base64url')}`;

/** Whose link it is; null for one that we did not make. */
export function leaverOf(keys: Keys, token: string): string | null {
  try {
    return openText(keys, PLACE, Buffer.from(token, 'base64url'));
  } catch {
    return null;
  }
}

/** They hear only what their role must hear from now on. Twice is once. */
export async function leaveAll({ db, clock }: NotifyDeps, email: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (await leave(tx, personAudience(email), clock.now()))
      await audit(tx, email, 'notify.leave', email, {});
  });
}
