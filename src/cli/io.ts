/** Where a command writes. Commands return their exit code and never end the process. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** People look at it: colours and progress make sense. */
  color: boolean;
}

export function terminalIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', passOverClosedPipe);
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  };
}

/** Whoever reads us may stop (`… | head`): the command ends its work, and a server goes on serving. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
