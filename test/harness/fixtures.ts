import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWhole } from '../../src/readers/kit/read-whole.ts';
import { sourceOfBytes } from '../../src/readers/kit/source.ts';

const READERS = join(import.meta.dirname, '../../src/readers');

/** Hand-written reports of a reader, by file name. */
export const fixturesOf = (reader: string): string[] => {
  try {
    return readdirSync(join(READERS, reader, 'fixtures')).sort();
  } catch {
    return [];
  }
};

export const fixtureBytes = (reader: string, file: string): Buffer =>
  readFileSync(join(READERS, reader, 'fixtures', file));

/** Reads a fixture of `src/readers/<reader>/fixtures` by its content alone, or as the named tool's. */
export const readFixture = (reader: string, file: string, tool?: string) =>
  readBytes(fixtureBytes(reader, file), tool, file);

/** Reads a report by its content alone, or as the named tool's. */
export const readBytes = (bytes: Buffer, tool?: string, file = 'report') =>
  readWhole(sourceOfBytes(file, bytes), {
    ...(tool && { tool }),
    hashSecret: (value) => `hash of ${value.length} characters`,
  });
