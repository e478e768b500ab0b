import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in a time that tells nothing of either, their lengths included. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

export const hmacSha256 = (key: string | Uint8Array, ...data: (string | Uint8Array)[]): Buffer => {
  const hmac = createHmac('sha256', key);
  for (const part of data) hmac.update(part);
  return hmac.digest();
};

/** Tries every secret, also after one fitted: how many there are and which is told by no clock. */
export const anySecret = (secrets: readonly string[], fits: (secret: string) => boolean): boolean =>
  secrets.reduce((found, secret) => (secret !== '' && fits(secret)) || found, false);
