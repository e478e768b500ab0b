import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readLocally } from '../../src/cli/read.ts';
import type { Observation } from '../../src/kernel/observation.ts';
import { findReader } from '../../src/readers/registry.ts';

export interface Readable {
  name: string;
  tool: string;
  observations: Observation[];
}

/** By day so many of a report are enough; at night (`FULL=1`) all of them. */
const BY_DAY = 2000;
const FULL = process.env['FULL'] === '1';

/** Every report below a folder that a reader recognises, or reads when the folder’s name tells it the tool. */
export async function readablesIn(folder: string, names: RegExp): Promise<Readable[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => names.test(file))
    .sort();
  const found: Readable[] = [];
  for (const file of files) {
    const name = relative(folder, file);
    const report = await readOne(file, findReader(name.split('/')[0]!)?.id);
    if (report) found.push({ name, ...report });
  }
  return found;
}

async function readOne(file: string, tool: string | undefined): Promise<Omit<Readable, 'name'> | null> {
  const recognised = await readLocally(file);
  const report = recognised.summary.reader || !tool ? recognised : await readLocally(file, tool);
  const { reader, failure } = report.summary;
  if (!reader || failure || report.observations.length === 0) return null;
  return { tool: reader, observations: FULL ? report.observations : report.observations.slice(0, BY_DAY) };
}
