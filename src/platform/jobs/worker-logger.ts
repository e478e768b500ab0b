import { Logger } from 'graphile-worker';
import type { Log } from '../log.ts';

/** graphile-worker tells every job at info; only its warnings and errors are ours. */
export const workerLogger = (log: Log | null): Logger =>
  new Logger(() => (level, message) => {
    if (!log) return;
    if (level === 'error') log.error({ worker: message }, 'worker error');
    else if (level === 'warning') log.warn({ worker: message }, 'worker warning');
  });
