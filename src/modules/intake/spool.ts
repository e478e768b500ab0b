import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '../../kernel/observation.ts';

/** Observations between reading and storing: read once, gone through as often as needed. */
export interface Spool {
  append(batch: Observation[]): Promise<void>;
  batches(): AsyncIterable<{ from: number; observations: Observation[] }>;
  close(): Promise<void>;
}

/** Small reports stay in memory. */
export function memorySpool(): Spool {
  const kept: Observation[][] = [];
  return {
    async append(batch) {
      kept.push(batch);
    },
    async *batches() {
      let from = 0;
      for (const observations of kept) {
        yield { from, observations };
        from += observations.length;
      }
    },
    async close() {
      kept.length = 0;
    },
  };
}

/** Large ones wait in a file that has no name: nobody else can open it, and it is gone with the process. */
export async function fileSpool(): Promise<Spool> {
  const path = join(tmpdir(), `lanekeeper-${randomUUID()}.spool`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  const frames: { at: number; bytes: number; count: number }[] = [];
  let end = 0;
  return {
    async append(batch) {
      const bytes = Buffer.from(JSON.stringify(batch));
      await file.write(bytes, 0, bytes.length, end);
      frames.push({ at: end, bytes: bytes.length, count: batch.length });
      end += bytes.length;
    },
    async *batches() {
      let from = 0;
      for (const frame of frames) {
        const buffer = Buffer.allocUnsafe(frame.bytes);
        await file.read(buffer, 0, frame.bytes, frame.at);
        yield { from, observations: JSON.parse(buffer.toString()) as Observation[] };
        from += frame.count;
      }
    },
    close: () => file.close(),
  };
}
