import type { Diagnostic } from '../../kernel/observation.ts';

/** A file or blob to read; `open` starts again from the first byte each time it is called. */
export interface ReportSource {
  /** For messages and for telling nothing else: content decides what a report is. */
  name: string;
  /** Bytes as stored; after unpacking those of the content, or a lower bound when it is large. */
  size: number;
  open(): AsyncIterable<Uint8Array>;
  /** The same in one piece, where it lies in memory. */
  bytes?: Uint8Array;
  /** What had to be left out on the way to these bytes (other files of an archive). */
  remarks?: Diagnostic[];
}

/** A report that lies in memory. */
export function sourceOfBytes(name: string, bytes: Uint8Array): ReportSource {
  return {
    name,
    size: bytes.length,
    bytes,
    async *open() {
      if (bytes.length > 0) yield bytes;
    },
  };
}

/** The first bytes of a source (fewer if it is shorter), without reading the rest. */
export async function headOf(source: ReportSource, length: number): Promise<Uint8Array> {
  if (source.bytes) return source.bytes.subarray(0, length);
  const parts: Uint8Array[] = [];
  let have = 0;
  for await (const chunk of source.open()) {
    parts.push(chunk.length > length ? chunk.subarray(0, length) : chunk);
    have += chunk.length;
    if (have >= length) break;
  }
  // Copied: whoever reads the file may use the same buffer for its next chunk.
  return Buffer.concat(parts).subarray(0, length);
}

/** All bytes in one piece; null when there are more. */
export async function gather(source: ReportSource, most: number): Promise<Uint8Array | null> {
  if (source.bytes) return source.bytes.length <= most ? source.bytes : null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open()) {
    size += chunk.length;
    if (size > most) return null;
    // Copied: whoever reads the file may use the same buffer for its next chunk.
    parts.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(parts, size);
}
