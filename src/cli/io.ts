/** Where a command writes. Commands return their exit code and never end the process. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** People look at it: colours and progress make sense. */
  color: boolean;
}

export const terminalIo = (): Io => ({
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
});
