import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Observation } from '../kernel/observation.ts';
import { keysOf, type Seen, track } from '../modules/findings/pure.ts';
import type { Io } from './io.ts';
import { readLocally } from './read.ts';

interface Options {
  renames?: string;
  tool?: string;
  json?: boolean;
}

const renamesSchema = z.array(z.tuple([z.string(), z.string()]));

/** `track BEFORE AFTER`: the alignment of the line, on two files, without a server. */
export async function trackCommand(before: string, after: string, options: Options, io: Io): Promise<number> {
  const renames = new Map(options.renames ? await readRenames(options.renames) : []);
  const [old, next] = [await observationsOf(before, options.tool), await observationsOf(after, options.tool)];
  const known = old.map((observation) => ({ ...seenOf(renamed(observation, renames)), live: true }));
  const { matched, missing, opened } = track(known, next.map(seenOf));
  const sorted = matched.toSorted((a, b) => a[0] - b[0]);
  if (options.json) {
    io.out(
      JSON.stringify({
        matched: sorted,
        fixed: missing.toSorted((a, b) => a - b),
        opened: opened.toSorted((a, b) => a - b),
      }),
    );
    return 0;
  }
  io.out(`${matched.length} the same, ${missing.length} fixed, ${opened.length} new`);
  for (const index of missing) io.out(`  fixed: ${nameOfPlace(old[index]!)}`);
  for (const index of opened) io.out(`  new:   ${nameOfPlace(next[index]!)}`);
  return 0;
}

async function observationsOf(path: string, tool: string | undefined): Promise<Observation[]> {
  const { summary, observations } = await readLocally(path, tool);
  if (summary.failure) throw new AppError(summary.failure.code, `${path}: ${summary.failure.message}`);
  if (!summary.reader) throw new AppError('LK-READ-UNKNOWN', `${path} was not recognised`);
  return observations;
}

async function readRenames(file: string): Promise<[string, string][]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new AppError('LK-USAGE', `${file} cannot be read`);
  });
  try {
    return renamesSchema.parse(JSON.parse(text));
  } catch {
    throw new AppError('LK-USAGE', `${file} is not a JSON list of [old path, new path]`);
  }
}

const seenOf = (observation: Observation): Seen => ({
  ...keysOf(observation),
  line: observation.place.startLine ?? 0,
});

function renamed(observation: Observation, renames: Map<string, string>): Observation {
  const path = observation.place.path === undefined ? undefined : renames.get(observation.place.path);
  return path === undefined ? observation : { ...observation, place: { ...observation.place, path } };
}

const nameOfPlace = ({ title, place }: Observation): string =>
  `${title}${place.path ? ` (${place.path}${place.startLine ? `:${place.startLine}` : ''})` : ''}`;
