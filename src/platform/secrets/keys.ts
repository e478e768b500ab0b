import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
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

export interface KeySettings {
  dataDir: string;
  keyFile?: string | undefined;
  /** The keys themselves, from the environment: then there is no key file. */
  key?: string | undefined;
}

/** Where the encryption key lies, unless it comes from the environment. */
export const keyFileOf = ({ dataDir, keyFile }: KeySettings): string => keyFile ?? join(dataDir, 'key');

/**
 * The keys of an installation. The encryption key comes from the environment, from `keyFile`, or from `key` in the
 * data directory, made on the first start. There may be several of 64 hex digits, one a line: the first encrypts,
 * the others only read what was stored before a rotation. The identity key is the file `identity.key` beside the key
 * file if it is there (so that several machines can share both), else in the data directory.
 * @throws AppError LK-CONFIG when a file is missing, open to other users, or holds no key
 */
export async function loadKeys(settings: KeySettings): Promise<Keys> {
  const keyFile = keyFileOf(settings);
  if (!settings.keyFile && settings.key === undefined) await ensureKeyFile(keyFile);
  const read = settings.key === undefined ? await readKeys(keyFile) : keysIn(settings.key, 'LANEKEEPER_KEY');
  let encryption = read.map(named);
  const beside = settings.keyFile ? dirname(keyFile) : settings.dataDir;
  const identity = await identityKey(beside, settings.dataDir);
  const find = (id: Uint8Array) => encryption.find((key) => key.id.equals(id));
  return {
    current: encryption[0]!,
    byId(id) {
      const known = find(id);
      if (known || settings.key !== undefined) return known;
      // It may have been rotated while this process runs.
      encryption = reread(keyFile) ?? encryption;
      return find(id);
    },
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
  return keysIn(text, `the key file ${file}`);
}

/** @param where it stands, for the error; never the key itself */
function keysIn(text: string, where: string): Buffer[] {
  const lines = text.split(/\s+/).filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => /^[0-9a-fA-F]{64}$/.test(line)))
    throw new AppError('LK-CONFIG', `${where} must hold 64 hex digits (32 bytes) per line`);
  return lines.map((line) => Buffer.from(line, 'hex'));
}

const named = (bytes: Buffer): EncryptionKey => ({ id: keyId(bytes), bytes });

/** What a running process finds in its key file now; null when that cannot be used. */
function reread(file: string): EncryptionKey[] | null {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) return null;
    return keysIn(readFileSync(file, 'utf8'), file).map(named);
  } catch {
    return null;
  }
}
