import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Observation, Rule } from '../kernel/observation.ts';
import { contentOf, detailOf, keysOf, type Seen, track } from '../modules/findings/pure.ts';
import type { Reader } from '../readers/reader.ts';
import type { Io } from './io.ts';
import { mappingFile } from './mapping.ts';
import { readLocally } from './read.ts';

interface Options {
  renames?: string;
  tool?: string;
  mapping?: string;
  json?: boolean;
}

const renamesSchema = z.array(z.tuple([z.string(), z.string()]));

/** `track BEFORE AFTER`: the alignment of the line, on two files, without a server. */
export async function trackCommand(before: string, after: string, options: Options, io: Io): Promise<number> {
  const renames = new Map(options.renames ? await readRenames(options.renames) : []);
  const mapping = await mappingFile(options);
  const [old, next] = [
    await reportOf(before, options.tool, mapping),
    await reportOf(after, options.tool, mapping),
  ];
  const known = old.observations.map((observation) => ({ ...seenOf(observation), live: true }));
  const hints = { renames, formerRules: formerRulesOf(next.rules) };
  const { matched, missing, opened } = track(known, next.observations.map(seenOf), hints);
  if (options.json) {
    const sorted = matched.toSorted((a, b) => a[0] - b[0]);
    io.out(JSON.stringify({ matched: sorted, fixed: missing, opened }));
    return 0;
  }
  io.out(`${matched.length} the same, ${missing.length} fixed, ${opened.length} new`);
  for (const index of missing) io.out(`  fixed: ${nameOfPlace(old.observations[index]!)}`);
  for (const index of opened) io.out(`  new:   ${nameOfPlace(next.observations[index]!)}`);
  return 0;
}

async function reportOf(path: string, tool: string | undefined, mapping: Reader | undefined) {
  const { summary, observations, rules } = await readLocally(path, tool, mapping);
  if (summary.failure) throw new AppError(summary.failure.code, `${path}: ${summary.failure.message}`);
  if (!summary.reader) throw new AppError('LK-READ-UNKNOWN', `${path} was not recognised`);
  return { observations, rules };
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
  content: contentOf(observation, detailOf(observation)),
});

const formerRulesOf = (rules: readonly Rule[]): Map<string, readonly string[]> =>
  new Map(rules.flatMap(({ id, formerIds }) => (formerIds?.length ? [[id, formerIds]] : [])));

const nameOfPlace = ({ title, place }: Observation): string =>
  `${title}${place.path ? ` (${place.path}${place.startLine ? `:${place.startLine}` : ''})` : ''}`;
