/** A file or blob to read; `open` starts again from the first byte each time it is called. */
export interface ReportSource {
  /** For messages and for telling nothing else: content decides what a report is. */
  name: string;
  /** Bytes as stored (packed, when it is packed). */
  size: number;
  open(): AsyncIterable<Uint8Array>;
}
