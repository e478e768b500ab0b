import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../kernel/errors.ts';
import { deriveKey, type Keys } from '../secrets/keys.ts';

/**
 * How bytes lie in the store: a header (magic, key id, salt), then frames of 1 MiB, each with its tag.
 * Every blob has its own key (HKDF of the salt), so a frame's nonce is its position and whether it is the
 * last: frames that are swapped, cut off or added do not authenticate. The construction is STREAM (Hoang,
 * Reyhanitabar, Rogaway, Vizár 2015), as in the age format.
 */
const MAGIC = Buffer.from('LKB1');
const KEY_ID_BYTES = 4;
const SALT_BYTES = 32;
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES;
const TAG_BYTES = 16;
export const FRAME_BYTES = 1 << 20;
const SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES;
const HEAD_BYTES = 64 * 1024;
const CIPHER = 'aes-256-gcm';

export interface Sealed {
  hash: string;
  bytes: number;
  head: Uint8Array;
}

/**
 * Yields the stored form of a stream, a frame at a time (header and first frame together, so that a small
 * blob is one piece), and returns what was sealed.
 * @throws AppError LK-TOO-LARGE as soon as the stream is longer than `maxBytes`
 */
export async function* seal(
  chunks: AsyncIterable<Uint8Array>,
  keys: Keys,
  maxBytes: number,
): AsyncGenerator<Buffer, Sealed> {
  const hash = createHash('sha256');
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, keys.current.id, salt]);
  const sealFrame = frameSealer(deriveKey(keys.current.bytes, salt, 'lanekeeper blob v1'), header);
  const frames = new Cutter(FRAME_BYTES);
  let bytes = 0;
  let head: Uint8Array | undefined;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new AppError('LK-TOO-LARGE', `more than ${maxBytes} bytes`, { detail: { maxBytes } });
    hash.update(chunk);
    for (const frame of frames.add(chunk)) {
      head ??= frame.subarray(0, HEAD_BYTES);
      yield sealFrame(frame, false);
    }
  }
  const last = frames.rest();
  head ??= last.subarray(0, HEAD_BYTES);
  yield sealFrame(last, true);
  return { hash: hash.digest('hex'), bytes, head: Uint8Array.from(head) };
}

function frameSealer(key: Buffer, header: Buffer): (frame: Buffer, last: boolean) => Buffer {
  let position = 0;
  return (frame, last) => {
    const cipher = createCipheriv(CIPHER, key, nonce(position, last));
    cipher.setAAD(header);
    const body = cipher.update(frame);
    cipher.final();
    const parts = [body, cipher.getAuthTag()];
    return Buffer.concat(position++ === 0 ? [header, ...parts] : parts);
  };
}

/**
 * The plain bytes of a stored form. A piece is yielded only after it authenticated; the last one only after
 * the whole content was found to be what its address says.
 * @throws AppError LK-BLOB
 */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  keys: Keys,
  expectedHash: string,
): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  const frames = new Cutter(SEALED_FRAME_BYTES, HEADER_BYTES);
  let openFrame: ((frame: Buffer, last: boolean) => Buffer) | undefined;
  for await (const chunk of sealed) {
    for (const frame of frames.add(chunk)) {
      if (!openFrame) {
        openFrame = frameOpener(frame, keys);
        continue;
      }
      const plain = openFrame(frame, false);
      hash.update(plain);
      yield plain;
    }
  }
  const rest = frames.rest();
  if (!openFrame || rest.length < TAG_BYTES) throw damaged('it is cut off');
  const plain = openFrame(rest, true);
  if (hash.update(plain).digest('hex') !== expectedHash) throw damaged('it holds other content');
  if (plain.length > 0) yield plain;
}

function frameOpener(header: Buffer, keys: Keys): (frame: Buffer, last: boolean) => Buffer {
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('it has no known header');
  const key = keys.byId(header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES));
  if (!key) throw new AppError('LK-BLOB', 'the stored bytes are encrypted under a key that is not here');
  const salt = header.subarray(MAGIC.length + KEY_ID_BYTES);
  const frameKey = deriveKey(key.bytes, salt, 'lanekeeper blob v1');
  let position = 0;
  return (frame, last) => {
    const decipher = createDecipheriv(CIPHER, frameKey, nonce(position++, last), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(header);
    decipher.setAuthTag(frame.subarray(frame.length - TAG_BYTES));
    const plain = decipher.update(frame.subarray(0, frame.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw damaged('it does not authenticate');
    }
    return plain;
  };
}

/** 12 bytes: the position, big-endian, then 1 for the last frame. */
function nonce(position: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(position, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

const damaged = (how: string): AppError => new AppError('LK-BLOB', `the stored bytes are damaged: ${how}`);

/** Plain bytes of a stored form of that length. */
export function plainBytes(sealedBytes: number): number {
  const body = sealedBytes - HEADER_BYTES;
  const frames = Math.max(1, Math.ceil(body / SEALED_FRAME_BYTES));
  return body - frames * TAG_BYTES;
}

/** Length of the stored form of that many plain bytes. */
export const sealedBytes = (plain: number): number =>
  HEADER_BYTES + plain + Math.max(1, Math.ceil(plain / FRAME_BYTES)) * TAG_BYTES;

/** Cuts a stream into pieces of one size; holds a full piece back until it is known not to be the last. */
class Cutter {
  readonly #size: number;
  #next: number;
  #parts: Uint8Array[] = [];
  #held = 0;

  constructor(size: number, first: number = size) {
    this.#size = size;
    this.#next = first;
  }

  *add(chunk: Uint8Array): Generator<Buffer, void> {
    let left = chunk;
    while (this.#held + left.length > this.#next) {
      const take = this.#next - this.#held;
      this.#parts.push(left.subarray(0, take));
      left = left.subarray(take);
      this.#next = this.#size;
      yield this.rest();
    }
    this.#parts.push(left);
    this.#held += left.length;
  }

  /** What is held, which may be empty; the cutter is empty afterwards. */
  rest(): Buffer {
    const only = this.#parts.length === 1 ? this.#parts[0]! : undefined;
    const piece = only
      ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
      : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return piece;
  }
}
