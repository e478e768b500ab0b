import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the installed project, wherever the process was started. */
export const projectFile = (...parts: string[]): string =>
  join(dirname(fileURLToPath(import.meta.url)), '..', '..', ...parts);

export const version = (): string =>
  (JSON.parse(readFileSync(projectFile('package.json'), 'utf8')) as { version: string }).version;
