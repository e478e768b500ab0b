/** Where a command writes. Commands return their exit code and never end the process. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** Until what was written is taken: whoever writes much waits for it. */
  drained?(): Promise<void>;
  /** People look at it: colours and progress make sense. */
  color: boolean;
}

export function terminalIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', passOverClosedPipe);
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    drained: () => (process.stdout.writableNeedDrain ? drainOf(process.stdout) : Promise.resolve()),
    color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  };
}

/** Or until nobody takes anything any more. */
const drainOf = (stream: NodeJS.WriteStream) =>
  new Promise<void>((resolve) => {
    if (stream.destroyed) return resolve();
    const done = () => {
      for (const event of ['drain', 'close']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close']) stream.on(event, done);
  });

/** Whoever reads us may stop (`… | head`): the command ends its work, and a server goes on serving. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
