import { destination, type Logger, pino } from 'pino';

export type Log = Logger;

/** On stderr: standard output belongs to what a command prints. Static messages, data in the object; never report contents, tokens or snippets. */
export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.token', '*.password'],
        censor: '…',
      },
    },
    destination(2),
  );
