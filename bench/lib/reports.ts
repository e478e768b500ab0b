import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeProbe, PROBE_BYTES } from '../../src/readers/kit/probe.ts';
import { findReader } from '../../src/readers/registry.ts';

/** Real reports of many tools; not part of the project. */
const CORPUS = join(import.meta.dirname, '../../../shared/reports');
const READERS = join(import.meta.dirname, '../../src/readers');

export type Form = 'JSON' | 'XML' | 'CSV';
export interface ReportBytes {
  file: string;
  bytes: Buffer;
  /** Null for text that is neither, and for what is packed. */
  form: Form | null;
}

/** Every report of a tool that has a reader: the corpus, or our fixtures where it is absent. */
export function reportsAtHand(): { from: string; reports: ReportBytes[] } {
  const corpus = existsSync(CORPUS);
  const folders = corpus
    ? readdirSync(CORPUS).filter((folder) => findReader(folder) !== null)
    : readdirSync(READERS)
        .map((folder) => join(folder, 'fixtures'))
        .filter((folder) => existsSync(join(READERS, folder)));
  const root = corpus ? CORPUS : READERS;
  const reports = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const bytes = readFileSync(join(parentPath, name));
        return { file: join(relative(root, parentPath), name), bytes, form: formOf(name, bytes) };
      }),
  );
  return { from: corpus ? 'the corpus' : 'our fixtures', reports };
}

function formOf(name: string, bytes: Buffer): Form | null {
  const { form } = makeProbe(bytes.subarray(0, PROBE_BYTES).toString('utf8'), bytes.length);
  if (form === 'xml') return /\.html?$/.test(name) ? null : 'XML';
  if (form.startsWith('json')) return 'JSON';
  return /\.(?:csv|tsv)$/.test(name) ? 'CSV' : null;
}
