import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import type { ReportSource } from '../readers/kit/source.ts';

/** The files named, folders walked in the order of their names. @throws AppError LK-USAGE */
export async function filesOf(paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => null);
    if (!info) throw new AppError('LK-USAGE', `${path} does not exist`);
    if (!info.isDirectory()) found.push(path);
    else {
      const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
      found.push(...(await filesOf(names.map((name) => join(path, name)))));
    }
  }
  return found;
}

/** A file as readers take it: opened anew each time it is walked. */
export async function reportFile(path: string): Promise<ReportSource> {
  const { size } = await stat(path);
  return { name: basename(path), size, open: () => createReadStream(path, { highWaterMark: 256 * 1024 }) };
}
