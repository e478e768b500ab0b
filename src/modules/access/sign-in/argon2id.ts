import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP, Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

interface Kept {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
  tag: Buffer;
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
const written = ({ memory, passes, parallelism, salt, tag }: Kept): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,5}),p=(\d{1,4})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

function read(phc: string): Kept {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(phc) ?? [];
  if (salt === undefined || tag === undefined)
    throw new Error('a kept password is not in the form of argon2id');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** The same letters are the same password on every keyboard (NIST SP 800-63B: NFKC). */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

const tagOf = (password: string, { salt, tag, ...cost }: Kept): Promise<Buffer> =>
  derive('argon2id', { message: bytesOf(password), nonce: salt, tagLength: tag.length, ...cost });

/** @returns a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const fresh: Kept = { ...COST, salt: randomBytes(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES) };
  return written({ ...fresh, tag: await tagOf(password, fresh) });
}

export async function isPassword(password: string, phc: string): Promise<boolean> {
  const kept = read(phc);
  return timingSafeEqual(await tagOf(password, kept), kept.tag);
}

/** Nobody's: what somebody who is not here is compared with, so that it takes as long. */
export const NOBODYS_HASH = written({ ...COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) });

/** Whether it was hashed for less than is asked today. */
export function isOutdated(phc: string): boolean {
  const { memory, passes, parallelism } = read(phc);
  return memory < COST.memory || passes < COST.passes || parallelism !== COST.parallelism;
}
