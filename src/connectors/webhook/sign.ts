import { AppError } from '../../kernel/errors.ts';
import { hmacSha256 } from '../kit/signature.ts';

/** Anything shorter could be guessed. */
const MIN_LENGTH = 16;

/**
 * The headers of a signed event, as "Standard Webhooks" has them (https://www.standardwebhooks.com): the id, by which a
 * repeated event is known; the time, by which an old one is; and HMAC-SHA256 over `id.time.body` with each secret, so
 * that receivers need not change theirs at the same moment.
 * @throws AppError LK-CONNECTION without a secret, or with one that could be guessed
 */
export function signedHeaders(
  { id, body, now }: { id: string; body: string; now: Date },
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const { signingSecret, formerSecret } = secrets;
  if (!signingSecret) throw new AppError('LK-CONNECTION', 'the signing secret is missing');
  const time = String(Math.floor(now.getTime() / 1000));
  const signatures = [signingSecret, ...(formerSecret ? [formerSecret] : [])].map(
    (secret) => `v1,${hmacSha256(keyOf(secret), `${id}.${time}.${body}`).toString('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures.join(' ') };
}

/** `whsec_` and base64 as others write it, or the text itself. */
function keyOf(secret: string): Uint8Array {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
  if (key.length >= MIN_LENGTH) return key;
  throw new AppError('LK-CONNECTION', `the signing secret is shorter than ${MIN_LENGTH} bytes`);
}
