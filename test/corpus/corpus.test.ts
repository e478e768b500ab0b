import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Observation, Rule } from '../../src/kernel/observation.ts';
import { countSeverities } from '../../src/kernel/severity.ts';
import { readWhole } from '../../src/readers/kit/read-whole.ts';
import { severityOfWord } from '../../src/readers/kit/severity-words.ts';
import { sourceOfBytes } from '../../src/readers/kit/source.ts';
import { findReader } from '../../src/readers/registry.ts';
import { FIELDS, type Read } from './fields.ts';
import { SAME_FORMAT } from './same-format.ts';
import { seedOf } from './seeded.ts';
import type { Waiver } from './waivers/waiver.ts';
import { WAIVERS } from './waivers.ts';

/** Real reports of many tools and what a mature peer reads from them; not part of the project. */
const REPORTS = join(import.meta.dirname, '../../../shared/reports');

interface Assert {
  index: number;
  field: string;
  value: unknown;
  op?: string;
}
interface Expectation {
  scan_file: string;
  expected_count: number;
  severities?: Record<string, number>;
  asserts: Assert[];
}

const present = existsSync(join(REPORTS, 'expectations.json'));
const expectations: Expectation[] = present
  ? (JSON.parse(readFileSync(join(REPORTS, 'expectations.json'), 'utf8')) as Expectation[])
  : [];
const folderOf = (file: string): string => file.split('/')[0] ?? '';
const ours = expectations.filter((e) => findReader(folderOf(e.scan_file)) !== null);

const waiver = (file: string, what: string, index?: number, except?: Waiver) =>
  WAIVERS.find(
    (w) => w !== except && w.file === file && w.what === what && (w.index === undefined || w.index === index),
  );

const load = (file: string, tool: string | undefined) =>
  readWhole(sourceOfBytes(file, readFileSync(join(REPORTS, file))), {
    tool,
    hashSecret: (v) => `h${seedOf(v)}`,
  });

/** The peer's counts in our words: it says both "Info" and "Information". */
function histogram(severities: Record<string, number>) {
  const counts = countSeverities([]);
  for (const [word, n] of Object.entries(severities)) counts[severityOfWord(word) ?? 'info'] += n;
  return counts;
}

function readsOf(observations: Observation[], rules: Rule[]): Read[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return observations.map((o) => ({ o, rule: byId.get(o.rule) }));
}

/** Fields of one finding that do not hold, by the best of our observations; the order of findings is free. */
function mismatches(
  reads: Read[],
  file: string,
  index: number,
  asserts: Assert[],
  except?: Waiver,
): string[] {
  const wanted = asserts.filter((a) => waiver(file, a.field, index, except) === undefined);
  const failing = (read: Read): string[] =>
    wanted.filter((a) => !FIELDS[a.field]?.(read, a.value, a.op)).map((a) => `${index}.${a.field}`);
  const all = reads.map(failing).sort((a, b) => a.length - b.length);
  return all[0] ?? wanted.map((a) => `${index}.${a.field}`);
}

describe.skipIf(!present)('the corpus (skipped where ../shared/reports is absent)', () => {
  test.each(ours.map((e) => [e.scan_file, e] as const))('%s', async (file, expected) => {
    const { observations, rules, summary } = await load(file, folderOf(file));
    expect(summary.failure).toBeNull();
    const count = waiver(file, 'count');
    expect(observations.length).toBe(count === undefined ? expected.expected_count : count.ours);
    if (expected.severities !== undefined) {
      const theirs = histogram(expected.severities);
      const told = waiver(file, 'severities');
      expect(countSeverities(observations.map((o) => o.severity))).toEqual(
        told === undefined ? theirs : told.ours,
      );
    }
    const reads = readsOf(observations, rules);
    const indexes = Map.groupBy(expected.asserts, (a) => a.index);
    const wrong = [...indexes].flatMap(([index, asserts]) => mismatches(reads, file, index, asserts));
    expect(wrong).toEqual([]);
  });

  test('content alone leads to the reader of the folder, or to nobody where it could be several', async () => {
    for (const { scan_file: file, expected_count } of ours) {
      const { summary } = await load(file, undefined);
      const wanted = SAME_FORMAT[file] ?? findReader(folderOf(file))?.id;
      const found = summary.reader;
      const fine = found === wanted || found === 'sarif' || (found === null && expected_count === 0);
      expect(fine, `${file}: ${found}`).toBe(true);
    }
  });

  test.each(WAIVERS.map((w) => [`${w.file}: ${w.what}`, w] as const))(
    'the waiver %s is still needed',
    async (_, w) => {
      const expected = ours.find((e) => e.scan_file === w.file);
      const { observations, rules } = await load(w.file, folderOf(w.file));
      if (w.what === 'count') {
        expect(observations.length).not.toBe(expected?.expected_count);
      } else if (w.what === 'severities') {
        expect(histogram(expected?.severities ?? {})).not.toEqual(w.ours);
      } else {
        const reads = readsOf(observations, rules);
        const indexes = [...Map.groupBy(expected?.asserts ?? [], (a) => a.index)];
        const wrong = indexes.flatMap(([index, asserts]) => mismatches(reads, w.file, index, asserts, w));
        expect(wrong).not.toEqual([]);
      }
    },
  );
});
