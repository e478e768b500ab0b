import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError } from '../../kernel/errors.ts';

/**
 * The file of a backup: a magic line, then records of one byte of type, four bytes of length (big-endian)
 * and so many bytes. A part is a `H`eader (JSON), its `D`ata in pieces and an `E`nd (JSON) with the SHA-256
 * of its data as stored. The last record is `Z` (JSON): a file without it was cut off.
 */
const MAGIC = Buffer.from('lanekeeper backup 1\n');
const RECORD_HEAD_BYTES = 5;
const WRITE_BYTES = 256 * 1024;
/** No record of ours is larger; a longer one means damage, not memory to reserve. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

export interface PartHeader {
  kind: string;
  name: string;
  [field: string]: unknown;
}

export interface BackupWriter {
  /** @param gzip packs the data; not worth it for what is encrypted */
  part(header: PartHeader, data: AsyncIterable<Uint8Array>, options: { gzip: boolean }): Promise<void>;
  /** Writes the last record; the file appears under its name only now. @returns bytes of the file */
  finish(last: object): Promise<number>;
  /** Removes what was written. */
  abandon(): Promise<void>;
}

/** Only the owner of the process may read the file: it holds the names of everybody's weaknesses. */
export async function createBackupFile(file: string): Promise<BackupWriter> {
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, 'w', 0o600);
  const out = recordWriter(handle);
  await out.raw(MAGIC);
  return {
    async part(header, data, { gzip }) {
      await out.record('H', json({ ...header, gzip }));
      const hash = createHash('sha256');
      for await (const piece of gzip ? through(data, createGzip({ level: 3 })) : data) {
        hash.update(piece);
        await out.record('D', piece);
      }
      await out.record('E', json({ sha256: hash.digest('hex') }));
    },
    async finish(last) {
      await out.record('Z', json(last));
      const bytes = await out.flush();
      await handle.sync();
      await handle.close();
      await rename(unfinished, file);
      return bytes;
    },
    async abandon() {
      await handle.close().catch(() => {});
      await rm(unfinished, { force: true });
    },
  };
}

function recordWriter(handle: FileHandle) {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let written = 0;
  const flush = async () => {
    const bytes = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
    written += bytes.length;
    return written;
  };
  const raw = async (...pieces: Uint8Array[]) => {
    for (const piece of pieces) {
      held.push(piece);
      heldBytes += piece.length;
    }
    if (heldBytes >= WRITE_BYTES) await flush();
  };
  const record = (type: string, bytes: Uint8Array) => {
    const head = Buffer.alloc(RECORD_HEAD_BYTES);
    head.write(type, 'latin1');
    head.writeUInt32BE(bytes.length, 1);
    return raw(head, bytes);
  };
  return { raw, record, flush };
}

export type BackupPart =
  | { type: 'part'; header: PartHeader; data: AsyncIterable<Uint8Array> }
  | { type: 'last'; last: unknown };

/**
 * The parts of a file in their order; the data of each must be read before the next is asked for. Reading
 * the data to its end has checked it.
 * @throws AppError LK-RESTORE when it is not a backup, damaged or cut off
 */
export async function* readBackupFile(file: string): AsyncGenerator<BackupPart, void> {
  const records = readRecords(file);
  for (;;) {
    const record = await records.next();
    if (record.done) throw damaged('it is cut off');
    if (record.value.type === 'Z') {
      yield { type: 'last', last: parse(record.value.bytes) };
      return;
    }
    if (record.value.type !== 'H') throw damaged('a part has no header');
    const header = parse(record.value.bytes) as PartHeader & { gzip: boolean };
    const stored = partData(records, header.name);
    yield { type: 'part', header, data: header.gzip ? unpacked(stored) : stored };
  }
}

async function* partData(records: AsyncGenerator<BackupRecord>, name: string): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  for (;;) {
    const record = await records.next();
    if (record.done) throw damaged('it is cut off');
    const { type, bytes } = record.value;
    if (type === 'E') {
      if ((parse(bytes) as { sha256?: string }).sha256 !== hash.digest('hex'))
        throw damaged(`${name} was changed`);
      return;
    }
    if (type !== 'D') throw damaged(`${name} has no end`);
    hash.update(bytes);
    yield bytes;
  }
}

async function* unpacked(stored: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* through(stored, createGunzip());
  } catch (error) {
    throw error instanceof AppError ? error : damaged('a part cannot be unpacked');
  }
}

/** An error of the source is an error of the result. */
function through(data: AsyncIterable<Uint8Array>, step: NodeJS.ReadWriteStream): AsyncIterable<Uint8Array> {
  const source = Readable.from(data, { objectMode: false });
  // The result carries the error to whoever reads it.
  return pipeline(source, step, () => {}) as unknown as AsyncIterable<Uint8Array>;
}

interface BackupRecord {
  type: string;
  bytes: Buffer;
}

async function* readRecords(file: string): AsyncGenerator<BackupRecord> {
  let held: Buffer = Buffer.alloc(0);
  const source = createReadStream(file, { highWaterMark: WRITE_BYTES })[Symbol.asyncIterator]();
  const fill = async (bytes: number): Promise<boolean> => {
    const pieces = [held];
    let have = held.length;
    while (have < bytes) {
      const next = await source.next();
      if (next.done) break;
      pieces.push(next.value as Buffer);
      have += (next.value as Buffer).length;
    }
    if (pieces.length > 1) held = Buffer.concat(pieces);
    return have >= bytes;
  };
  const take = (bytes: number): Buffer => {
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  };
  try {
    if (!(await fill(MAGIC.length)) || !take(MAGIC.length).equals(MAGIC))
      throw new AppError('LK-RESTORE', `${file} is not a backup of this product`);
    while (await fill(RECORD_HEAD_BYTES)) {
      const head = take(RECORD_HEAD_BYTES);
      const length = head.readUInt32BE(1);
      if (length > MAX_RECORD_BYTES || !(await fill(length))) throw damaged('it is cut off');
      yield { type: head.toString('latin1', 0, 1), bytes: take(length) };
    }
  } finally {
    await source.return?.();
  }
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw damaged('a record is not readable');
  }
}

const damaged = (how: string): AppError => new AppError('LK-RESTORE', `the backup is damaged: ${how}`);
