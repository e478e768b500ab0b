import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { createOnce } from '../create-once.ts';

/** A key that encrypts, with the 4 bytes by which stored data names it. */
export interface EncryptionKey {
  id: Buffer;
  bytes: Buffer;
}

export interface Keys {
  /** Encrypts what is stored from now on. */
  current: EncryptionKey;
  /** The key of that id (4 bytes), current or earlier; undefined when this installation does not have it. */
  byId(id: Uint8Array): EncryptionKey | undefined;
  /**
   * Identity of a secret found in a report: HMAC-SHA-256, 64 hex digits. Its key is never rotated, because
   * a finding must keep its identity.
   */
  hashSecret(value: string): string;
}

const KEY_BYTES = 32;
/** Says what the HMAC is for, so that the same key in another use gives unrelated values. */
const SECRET_DOMAIN = 'lanekeeper secret identity v1\0';

/**
 * The keys of an installation. The encryption key comes from `keyFile`, or from `key` in the data directory,
 * made on the first start. A key file may hold several lines of 64 hex digits: the first encrypts, the others
 * only read what was stored before a rotation. The identity key is the file `identity.key` beside the key
 * file if it is there (so that several machines can share both), else in the data directory.
 * @throws AppError LK-CONFIG when a file is missing, open to other users, or holds no key
 */
export async function loadKeys(settings: { dataDir: string; keyFile?: string | undefined }): Promise<Keys> {
  const keyFile = settings.keyFile ?? join(settings.dataDir, 'key');
  if (!settings.keyFile) await ensureKeyFile(keyFile);
  const encryption = (await readKeys(keyFile)).map((bytes) => ({ id: keyId(bytes), bytes }));
  const identity = await identityKey(dirname(keyFile), settings.dataDir);
  return {
    current: encryption[0]!,
    byId: (id) => encryption.find((key) => key.id.equals(id)),
    hashSecret: (value) => createHmac('sha256', identity).update(SECRET_DOMAIN).update(value).digest('hex'),
  };
}

/** A key for one purpose, derived from a longer-lived one (HKDF-SHA-256, RFC 5869). */
export const deriveKey = (key: Buffer, salt: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, purpose, KEY_BYTES));

const keyId = (bytes: Buffer): Buffer =>
  createHash('sha256').update('lanekeeper key id v1\0').update(bytes).digest().subarray(0, 4);

async function identityKey(besideKeyFile: string, dataDir: string): Promise<Buffer> {
  const shared = join(besideKeyFile, 'identity.key');
  const exists = await stat(shared).then(
    () => true,
    () => false,
  );
  const file = exists ? shared : join(dataDir, 'identity.key');
  await ensureKeyFile(file);
  return (await readKeys(file))[0]!;
}

/** Two starts at once end up with the same key. */
async function ensureKeyFile(file: string): Promise<void> {
  if (await stat(file).catch(() => null)) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await createOnce(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
}

async function readKeys(file: string): Promise<Buffer[]> {
  const info = await stat(file).catch(() => null);
  if (!info) throw new AppError('LK-CONFIG', `the key file ${file} is not there`);
  if (process.platform !== 'win32' && (info.mode & 0o077) !== 0)
    throw new AppError('LK-CONFIG', `the key file ${file} is open to other users; chmod 600 closes it`);
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('LK-CONFIG', `the key file ${file} cannot be read`, { cause });
  });
  const lines = text.split(/\s+/).filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => /^[0-9a-fA-F]{64}$/.test(line)))
    throw new AppError('LK-CONFIG', `the key file ${file} must hold 64 hex digits (32 bytes) per line`);
  return lines.map((line) => Buffer.from(line, 'hex'));
}
