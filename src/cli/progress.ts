import { Presets, SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

export interface Progress {
  step(note?: string): void;
  /** So many are done in all. */
  reach(value: number): void;
  /** Removes the bar from the line, so that something else can be printed; the next step draws it again. */
  clear(): void;
  stop(): void;
}

const SILENT: Progress = { step: () => {}, reach: () => {}, clear: () => {}, stop: () => {} };

/** A bar on stderr for people who wait; nothing for programs, for little work, or where nobody looks. */
export function startProgress(io: Io, total: number, unit: string): Progress {
  if (total < 3 || !io.color || process.stderr.isTTY !== true) return SILENT;
  const bar = new SingleBar(
    {
      format: `{bar} {value}/{total} ${unit} {note}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { note: '' });
  return {
    step: (note = '') => bar.increment(1, { note }),
    reach: (value) => bar.update(value),
    clear: () => process.stderr.write('\r\u001b[K'),
    stop: () => bar.stop(),
  };
}
