import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import { deriveKey, type Keys } from './keys.ts';

/**
 * A short text as it lies in the database: magic, key id, salt, AES-256-GCM of the text, tag. Every sealed text
 * has its own key (HKDF of the salt), so the nonce may stand still. `place` says where it belongs and is
 * authenticated with it: a sealed text that is copied to another row does not open there.
 */
const MAGIC = Buffer.from('LKT1');
const KEY_ID_BYTES = 4;
const SALT_BYTES = 32;
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES;
const TAG_BYTES = 16;
const NONCE = Buffer.alloc(12);
const CIPHER = 'aes-256-gcm';
const PURPOSE = 'lanekeeper text v1';

/** @param place such as `connection:` and an id; the same is needed to open it */
export function sealText(keys: Pick<Keys, 'current'>, place: string, text: string): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, keys.current.id, salt]);
  const cipher = createCipheriv(CIPHER, deriveKey(keys.current.bytes, salt, PURPOSE), NONCE);
  cipher.setAAD(Buffer.concat([header, Buffer.from(place)]));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([header, body, cipher.getAuthTag()]);
}

/**
 * Opens what was sealed under the current key or an earlier one of this installation.
 * @throws AppError LK-SECRET when the key is not here, or the bytes are not what was sealed for this place
 */
export function openText(keys: Pick<Keys, 'byId'>, place: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEADER_BYTES + TAG_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new AppError('LK-SECRET', 'the kept secrets are damaged');
  const key = keys.byId(keyIdOf(bytes));
  if (!key) throw new AppError('LK-SECRET', 'the kept secrets are sealed under a key that is not here');
  const header = bytes.subarray(0, HEADER_BYTES);
  const salt = header.subarray(MAGIC.length + KEY_ID_BYTES);
  const decipher = createDecipheriv(CIPHER, deriveKey(key.bytes, salt, PURPOSE), NONCE, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.concat([header, Buffer.from(place)]));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    const body = decipher.update(bytes.subarray(HEADER_BYTES, bytes.length - TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    throw new AppError('LK-SECRET', 'the kept secrets are damaged, or belong somewhere else');
  }
}

/** Whether it was sealed under the key that seals now; after a rotation it should be sealed again. */
export const isSealedUnderCurrent = (keys: Pick<Keys, 'current'>, sealed: Uint8Array): boolean =>
  keyIdOf(Buffer.from(sealed)).equals(keys.current.id);

const keyIdOf = (bytes: Buffer): Buffer => bytes.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES);
